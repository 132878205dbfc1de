-- Each segment of fulfilment writes a row of its own. The one that there is becomes that of the first.
ALTER TABLE fulfilment_progress ADD COLUMN segment integer NOT NULL DEFAULT 0;
ALTER TABLE fulfilment_progress ADD PRIMARY KEY (segment);

-- How many orders have got their answers: of several segments, the newest order of one says nothing of the others.
ALTER TABLE fulfilment_progress ADD COLUMN answers bigint NOT NULL DEFAULT 0;
