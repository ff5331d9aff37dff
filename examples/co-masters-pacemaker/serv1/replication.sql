change master to master_host='172.16.0.11',master_user='replicateur',master_password='mdp_du_replicateur',master_log_file='mysql-bin.000003',master_log_pos=245;
start slave;
