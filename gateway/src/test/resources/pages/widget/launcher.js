boot(JSON.parse("__TRIBUTARY_CONFIG__"));
