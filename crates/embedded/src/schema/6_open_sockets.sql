-- What is known of open sockets lies in the memory of the process that holds them.
DROP TABLE connections;
