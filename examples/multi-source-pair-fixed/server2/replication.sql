-- On server2, after both servers hold the same tables. The account exists on both before either starts.
RESET MASTER;
CREATE USER 'replica'@'server1' IDENTIFIED BY 'TB9-heron-17';
GRANT REPLICATION SLAVE ON *.* TO 'replica'@'server1';

CHANGE MASTER TO
 MASTER_HOST = 'server1',
 MASTER_PORT = 3306,
 MASTER_USER = 'replica',
 MASTER_PASSWORD = 'EH7-kestrel-42',
 MASTER_CONNECT_RETRY = 10,
 MASTER_USE_GTID = slave_pos;
START SLAVE;
