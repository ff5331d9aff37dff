create user orc_client_user@'172.%' identified by 'orc_client_password';
grant super, process, replication slave, reload on *.* to orc_client_user@'172.%';
grant select on mysql.slave_master_info to orc_client_user@'172.%';
