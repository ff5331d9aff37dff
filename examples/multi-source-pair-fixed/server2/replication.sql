-- On server2, when both servers have their accounts and hold the same tables.
CHANGE MASTER TO
 MASTER_HOST = 'server1',
 MASTER_PORT = 3306,
 MASTER_USER = 'replica',
 MASTER_PASSWORD = 'EH7-kestrel-42',
 MASTER_CONNECT_RETRY = 10,
 MASTER_USE_GTID = slave_pos;
START SLAVE;
