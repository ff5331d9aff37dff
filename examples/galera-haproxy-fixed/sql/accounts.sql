-- On one node, once: the statements reach the others by themselves.
-- HAProxy logs in without a password to see whether a node answers; the account may do nothing else.
CREATE USER 'haproxy'@'10.10.10.41';
