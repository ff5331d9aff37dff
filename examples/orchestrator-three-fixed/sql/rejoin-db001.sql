-- On db001, after db002 was promoted in its place and db001 has no transaction that db002 lacks.
SET GLOBAL super_read_only = ON;
CHANGE REPLICATION SOURCE TO
  SOURCE_HOST = 'db002',
  SOURCE_USER = 'repl',
  SOURCE_PASSWORD = 'QN3-osprey-81',
  SOURCE_AUTO_POSITION = 1,
  GET_SOURCE_PUBLIC_KEY = 1;
START REPLICA;
