#!/bin/sh
# Run once on serv1, when corosync and pacemaker are up on both hosts.
crm configure primitive fenceServ1 stonith:fence_ipmilan params ip=172.16.1.10 username=fence pcmk_host_list=serv1 op monitor interval=60s
crm configure primitive fenceServ2 stonith:fence_ipmilan params ip=172.16.1.11 username=fence pcmk_host_list=serv2 op monitor interval=60s
crm configure location fenceServ1-elsewhere fenceServ1 -inf: serv1
crm configure location fenceServ2-elsewhere fenceServ2 -inf: serv2
crm configure property stonith-enabled=true
crm configure rsc_defaults resource-stickiness=100
crm configure primitive IPFailover ocf:heartbeat:IPaddr2 params ip=172.16.0.12 cidr_netmask=24 op monitor interval=10s
crm configure primitive serviceWeb systemd:apache2 op monitor interval=60s op start interval=0 timeout=60s op stop interval=0 timeout=60s
crm configure group servweb IPFailover serviceWeb meta migration-threshold=5 failure-timeout=10min
crm configure location servweb-prefers-serv1 servweb 50: serv1
