-- On server1, after both servers hold the same tables. The account exists on both before either starts.
RESET MASTER;
CREATE USER 'replica'@'server2' IDENTIFIED BY 'EH7-kestrel-42';
GRANT REPLICATION SLAVE ON *.* TO 'replica'@'server2';

CHANGE MASTER TO
 MASTER_HOST = 'server2',
 MASTER_PORT = 3306,
 MASTER_USER = 'replica',
 MASTER_PASSWORD = 'TB9-heron-17',
 MASTER_CONNECT_RETRY = 10,
 MASTER_USE_GTID = slave_pos;
START SLAVE;
