-- What the queue filters, sorts and counts by, each order in an index that answers alone.

-- Derived from the state and written with it. A generated column would not do: an index over one
-- never covers a query.
-- The clock that runs: the first intervention, then the next follow-up; null when none runs.
ALTER TABLE exception ADD COLUMN due_at INTEGER;
-- From when on that clock is 临期, counted in duty hours.
ALTER TABLE exception ADD COLUMN warn_at INTEGER;
-- A person's decision, else the suggestion.
ALTER TABLE exception ADD COLUMN held_type TEXT;
ALTER TABLE exception ADD COLUMN held_stage TEXT;
UPDATE exception SET held_type = coalesce(type, suggested_type), held_stage = coalesce(stage, suggested_stage);
UPDATE exception SET due_at = CASE WHEN intervention_at IS NULL THEN intervention_due ELSE coalesce(next_at, intervention_due) END
  WHERE status = 'open';
UPDATE exception SET warn_at = due_at - (due_at - coalesce(last_follow_up_at, raised_at)) / 4 WHERE status = 'open';

DROP INDEX exception_open;
DROP INDEX exception_client;
CREATE INDEX exception_due ON exception (status, due_at);
CREATE INDEX exception_warned ON exception (status, warn_at, due_at);
CREATE INDEX exception_raised ON exception (status, raised_at);
CREATE INDEX exception_mail_no ON exception (status, mail_no);
CREATE INDEX exception_priority ON exception (status, priority, due_at);
CREATE INDEX exception_client ON exception (status, client_code, due_at);
CREATE INDEX exception_type ON exception (status, held_type, due_at);
CREATE INDEX exception_stage ON exception (status, held_stage, due_at);
CREATE INDEX exception_region ON exception (status, region);
CREATE INDEX exception_next ON exception (status, next_at);
CREATE INDEX exception_owner ON exception (owner, status);
CREATE INDEX exception_first_asker ON exception (first_asker, status);
CREATE INDEX finding_by_rule ON finding (rule, exception_uid);
-- Mails of a client, for the register.
CREATE INDEX mail_client ON mail (client_code) WHERE client_code IS NOT NULL;
-- Who looked at unmasked data lately.
CREATE INDEX op_reveal ON op (actor, occurred_at) WHERE kind = 'data.reveal';
