stop slave;
change master to master_host='172.16.0.10',master_user='replicateur',master_password='mdp_du_replicateur',master_log_file='mysql-bin.000001',master_log_pos=3921;
start slave;
