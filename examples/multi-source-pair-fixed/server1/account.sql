-- On both servers first: the other one logs in with it.
RESET MASTER;
CREATE USER 'replica'@'server2' IDENTIFIED BY 'EH7-kestrel-42';
GRANT REPLICATION SLAVE ON *.* TO 'replica'@'server2';
