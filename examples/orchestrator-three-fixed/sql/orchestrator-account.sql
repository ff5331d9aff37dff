-- On db001 before the replicas are made, so that it reaches all three. The server prints the password it has made up:
-- it goes into topology.cnf.
CREATE USER orc_client_user@'172.28.0.%' IDENTIFIED BY RANDOM PASSWORD;
GRANT SUPER, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO orc_client_user@'172.28.0.%';
GRANT SELECT ON mysql.slave_master_info TO orc_client_user@'172.28.0.%';
