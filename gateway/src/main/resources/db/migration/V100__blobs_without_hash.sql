-- Nothing ever read it; the hash that an uploader announces, or that tells two uploads apart, is the attachment's.
alter table blob drop column sha256;
