-- The ledger of the first version, as it was created before versions were counted.
CREATE TABLE snapshots (
    period VARCHAR(8) NOT NULL,
    as_of VARCHAR(10) NOT NULL,
    inputs_sha256 VARCHAR(64) NOT NULL,
    issued BOOLEAN NOT NULL,
    PRIMARY KEY (period)
);
CREATE TABLE runs (
    number INTEGER NOT NULL,
    period VARCHAR(8) NOT NULL,
    command VARCHAR(32) NOT NULL,
    status VARCHAR(16) NOT NULL,
    run VARCHAR(80) NOT NULL,
    inputs TEXT NOT NULL,
    findings INTEGER NOT NULL,
    cells BLOB,
    PRIMARY KEY (number)
);
CREATE INDEX ix_runs_period ON runs (period);
CREATE TABLE returns (
    number INTEGER NOT NULL,
    period VARCHAR(8) NOT NULL,
    sender VARCHAR(100) NOT NULL,
    file VARCHAR(400) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    faults TEXT NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (period, sender, sha256)
);
CREATE TABLE audit (
    id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    period VARCHAR(8) NOT NULL,
    remedy VARCHAR(8) NOT NULL,
    file TEXT NOT NULL,
    sheet TEXT,
    cell VARCHAR(16) NOT NULL,
    subject TEXT NOT NULL,
    item TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    reason TEXT NOT NULL,
    basis TEXT NOT NULL,
    person TEXT NOT NULL,
    sender TEXT,
    note TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_audit_period ON audit (period);
CREATE INDEX ix_audit_number ON audit (number);
CREATE TABLE snapshot_rows (
    period VARCHAR(8) NOT NULL,
    form VARCHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    project VARCHAR(400) NOT NULL,
    town VARCHAR(100),
    data TEXT NOT NULL,
    PRIMARY KEY (period, form, position),
    FOREIGN KEY(period) REFERENCES snapshots (period) ON DELETE CASCADE
);
CREATE INDEX snapshot_rows_project ON snapshot_rows (project, period);
