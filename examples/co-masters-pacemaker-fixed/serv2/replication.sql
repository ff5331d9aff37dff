-- On serv2, when both hosts have their accounts and hold the same data, before anybody writes.
CHANGE MASTER TO
 MASTER_HOST = '172.16.0.10',
 MASTER_USER = 'replicateur',
 MASTER_PASSWORD = 'GS7-avocet-29',
 MASTER_USE_GTID = slave_pos;
START SLAVE;
