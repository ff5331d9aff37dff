create user 'root'@'%' identified by 'qwer1234';
grant all privileges on *.* to 'root';
flush privileges;
