CREATE USER 'replication_user'@'172.16.0.11' IDENTIFIED BY 'VM4-plover-63';
GRANT REPLICATION SLAVE ON *.* TO 'replication_user'@'172.16.0.11';
