-- On both servers first: the other one logs in with it.
RESET MASTER;
CREATE USER 'replica'@'server1' IDENTIFIED BY 'TB9-heron-17';
GRANT REPLICATION SLAVE ON *.* TO 'replica'@'server1';
