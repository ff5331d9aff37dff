#!/bin/sh
# Run once on serv1, when corosync and pacemaker are up on both hosts.
crm configure property no-quorum-policy="ignore"
crm configure property stonith-enabled=false
crm configure primitive IPFailover ocf:heartbeat:IPaddr2 params ip=172.16.0.12 cidr_netmask=24 nic=eth0 iflabel=VIP
crm configure primitive serviceWeb lsb:apache2 op monitor interval=60s op start interval=0 timeout=60s op stop interval=0 timeout=60s
crm configure group servweb IPFailover serviceWeb meta migration-threshold="5"
crm resource move IPFailover srv-web1
