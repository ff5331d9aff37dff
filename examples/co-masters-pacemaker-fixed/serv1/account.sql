-- On both hosts first: the other one logs in with it.
CREATE USER 'replicateur'@'172.16.0.11' IDENTIFIED BY 'GS7-avocet-29';
GRANT REPLICATION SLAVE ON *.* TO 'replicateur'@'172.16.0.11';
