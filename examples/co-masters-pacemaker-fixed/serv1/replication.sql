-- On serv1, after both hosts hold the same data and before anybody writes.
CREATE USER 'replicateur'@'172.16.0.11' IDENTIFIED BY 'GS7-avocet-29';
GRANT REPLICATION SLAVE ON *.* TO 'replicateur'@'172.16.0.11';
CHANGE MASTER TO
 MASTER_HOST = '172.16.0.11',
 MASTER_USER = 'replicateur',
 MASTER_PASSWORD = 'GS7-avocet-29',
 MASTER_USE_GTID = slave_pos;
START SLAVE;
