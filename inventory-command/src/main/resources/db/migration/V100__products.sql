-- Products 1 to 3 are there from the beginning.
CREATE SEQUENCE product_number_seq START WITH 4 INCREMENT BY 1 CACHE 1;

CREATE TABLE product_view (
    id      bigint PRIMARY KEY,
    version bigint NOT NULL,
    name    text   NOT NULL,
    stock   bigint NOT NULL
);
