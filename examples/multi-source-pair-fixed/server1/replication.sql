-- On server1, when both servers have their accounts and hold the same tables.
CHANGE MASTER TO
 MASTER_HOST = 'server2',
 MASTER_PORT = 3306,
 MASTER_USER = 'replica',
 MASTER_PASSWORD = 'TB9-heron-17',
 MASTER_CONNECT_RETRY = 10,
 MASTER_USE_GTID = slave_pos;
START SLAVE;
