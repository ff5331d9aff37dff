-- On db001 before the replicas are made.
CREATE USER repl@'172.28.0.%' IDENTIFIED BY 'QN3-osprey-81';
GRANT REPLICATION SLAVE ON *.* TO repl@'172.28.0.%';
