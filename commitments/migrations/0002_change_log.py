"""The change log, written by triggers at commit, and with it what was held when.

The triggers are deferred to the end of the transaction: by then it holds every row lock it needs,
so the one lock on the log can neither deadlock nor be held for long, and entries are numbered in
the order of the commits.
"""

from django.db import migrations

LOG = """
CREATE FUNCTION actor_role(person bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT CASE WHEN u.is_superuser THEN 'admin' ELSE (
            SELECT g.name FROM accounts_user_groups ug JOIN auth_group g ON g.id = ug.group_id
            WHERE ug.user_id = u.id AND g.name IN ('viewer', 'analyst', 'reviewer', 'admin')
            ORDER BY array_position(ARRAY['admin', 'reviewer', 'analyst', 'viewer'], g.name::text) LIMIT 1
        ) END FROM accounts_user u WHERE u.id = person), 'system')
$$;

CREATE FUNCTION change_digest(c commitments_change) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        c.previous_hash, c.sequence, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.kind,
        c.actor_id, c.actor_role, c.country_id, c.topic, c.question, c.reason, c.marking, c.evidence, c.before, c.after
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION log_change(
    kind text, person bigint, country text, topic text, question int, reason text, marking text,
    evidence bigint[], before jsonb, after jsonb
) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    last commitments_change;
    entry commitments_change;
BEGIN
    -- Held until this transaction has committed: the next one numbers its entries after ours.
    PERFORM pg_advisory_xact_lock(7102);
    SELECT * INTO last FROM commitments_change ORDER BY sequence DESC LIMIT 1;
    entry.sequence := coalesce(last.sequence, 0) + 1;
    entry.at := greatest(clock_timestamp(), last.at + interval '1 microsecond');
    entry.kind := kind;
    entry.actor_id := person;
    entry.actor_role := actor_role(person);
    entry.country_id := country;
    entry.topic := coalesce(topic, '');
    entry.question := question;
    entry.reason := coalesce(reason, '');
    entry.marking := marking;
    entry.evidence := evidence;
    entry.before := before;
    entry.after := after;
    entry.previous_hash := coalesce(last.hash, repeat('0', 64));
    entry.hash := change_digest(entry);
    INSERT INTO commitments_change SELECT entry.*;
    RETURN entry.at;
END $$;
"""

COLUMNS = (
    "topic, stance, status, conditions, codes, places, personnel_min, personnel_max, months_min, months_max, "
    "open_ended, indispensable, domain, horizon, category, item, quantity, amount, currency, country_id, "
    'document_id, attribution, speaker, speaker_role, stated_on, effective_on, credibility, start, "end", quote, '
    "restates_id, recorded_at"
)

CLAIMS = f"""
CREATE FUNCTION claim_snapshot(c commitments_claim) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(shown) FROM (SELECT c.id AS claim, c.version, {", ".join("c." + n.strip() for n in COLUMNS.split(","))}) shown
$$;

CREATE FUNCTION begin_standing(c commitments_claim, shown_as text, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO commitments_standing ({COLUMNS}, claim_id, marking, known_from)
    SELECT {", ".join("c." + n.strip() for n in COLUMNS.split(","))}, c.id, shown_as, moment;
    INSERT INTO commitments_tally (country_id, topic, marking, grain, begins, claims)
    SELECT c.country_id, c.topic, shown_as, grain, date_trunc(grain, c.effective_on), 1
    FROM unnest(ARRAY['month', 'day']) AS grain
    ON CONFLICT (country_id, topic, marking, grain, begins) DO UPDATE SET claims = commitments_tally.claims + 1;
END $$;

CREATE FUNCTION end_standing(claim bigint, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ended commitments_standing;
BEGIN
    UPDATE commitments_standing s SET known_until = moment WHERE s.claim_id = claim AND s.known_until IS NULL
    RETURNING * INTO ended;
    UPDATE commitments_tally t SET claims = t.claims - 1
    WHERE t.country_id = ended.country_id AND t.topic = ended.topic AND t.marking = ended.marking
      AND t.grain IN ('month', 'day') AND t.begins = date_trunc(t.grain, ended.effective_on);
END $$;

CREATE FUNCTION claim_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_shown jsonb;
    new_shown jsonb;
    shown_as text;
    kind text;
    moment timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'accepted' THEN old_shown := claim_snapshot(OLD); END IF;
    IF NEW.state = 'accepted' THEN new_shown := claim_snapshot(NEW); END IF;
    IF old_shown - 'version' IS NOT DISTINCT FROM new_shown - 'version' THEN RETURN NULL; END IF;
    kind := CASE
        WHEN old_shown IS NULL THEN 'claim_accepted'
        WHEN new_shown IS NOT NULL THEN 'claim_edited'
        WHEN NEW.state = 'retracted' THEN 'claim_retracted'
        ELSE 'claim_reopened' END;
    SELECT marking INTO shown_as FROM documents_document WHERE id = NEW.document_id;
    moment := log_change(kind, NEW.changed_by_id, NEW.country_id, NEW.topic, NULL, NEW.reason, shown_as,
                         ARRAY[NEW.id], old_shown, new_shown);
    IF old_shown IS NOT NULL THEN PERFORM end_standing(NEW.id, moment); END IF;
    IF new_shown IS NOT NULL THEN PERFORM begin_standing(NEW, shown_as, moment); END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER claim_changed AFTER INSERT OR UPDATE ON commitments_claim
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_changed();
"""

MARKINGS = """
CREATE FUNCTION marking_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c commitments_claim;
    moment timestamptz;
BEGIN
    -- Two entries: readers of the old marking are told, without its words, that the claim goes;
    -- readers of the new one see it come.
    FOR c IN SELECT * FROM commitments_claim WHERE document_id = NEW.id AND state = 'accepted' ORDER BY id LOOP
        moment := log_change('claim_marked', NULL, c.country_id, c.topic, NULL, '', OLD.marking,
                             ARRAY[c.id], NULL, NULL);
        PERFORM end_standing(c.id, moment);
        moment := log_change('claim_marked', NULL, c.country_id, c.topic, NULL, '', NEW.marking,
                             ARRAY[c.id], NULL, claim_snapshot(c));
        PERFORM begin_standing(c, NEW.marking, moment);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER marking_changed AFTER UPDATE ON documents_document
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.marking IS DISTINCT FROM NEW.marking)
EXECUTE FUNCTION marking_changed();
"""

RESPONSES = """
CREATE FUNCTION response_marking(response bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT d.marking FROM documents_document d
        WHERE d.id IN (
            SELECT c.document_id FROM commitments_citation t JOIN commitments_claim c ON c.id = t.claim_id
            WHERE t.response_id = response
            UNION SELECT r.official_reply_id FROM commitments_response r WHERE r.id = response)
        ORDER BY array_position(ARRAY['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'], d.marking::text) LIMIT 1
    ), 'CLEAR')
$$;

CREATE FUNCTION response_snapshot(r commitments_response) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(shown) FROM (SELECT
        r.id AS response, r.number, r.country_id, q.number AS question, r.state, r.stance, r.basis, r.bindingness,
        r.conditions, r.summary, r.uncertainty, r.effective_on, r.looked_at, r.official_reply_id, r.self_published,
        (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'id' - 'response_id' ORDER BY a.id), '[]')
         FROM commitments_answer a WHERE a.response_id = r.id) AS answers,
        (SELECT coalesce(jsonb_agg(t.claim_id ORDER BY t.claim_id), '[]')
         FROM commitments_citation t WHERE t.response_id = r.id) AS claims
        FROM questionnaire_question q WHERE q.id = r.question_id) shown
$$;

CREATE FUNCTION response_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    number int;
    cited bigint[];
BEGIN
    SELECT q.number INTO number FROM questionnaire_question q WHERE q.id = NEW.question_id;
    SELECT coalesce(array_agg(t.claim_id ORDER BY t.claim_id), '{}') INTO cited
    FROM commitments_citation t WHERE t.response_id = NEW.id;
    IF NEW.status = 'published' THEN
        moment := log_change('response_published', NEW.changed_by_id, NEW.country_id, NULL, number, NEW.reason,
                             response_marking(NEW.id), cited, NULL, response_snapshot(NEW));
        UPDATE commitments_response SET known_from = moment WHERE id = NEW.id;
    ELSIF NEW.status = 'superseded' THEN
        moment := log_change('response_superseded', NEW.changed_by_id, NEW.country_id, NULL, number,
                             NEW.superseded_for, response_marking(NEW.id), cited, response_snapshot(NEW),
                             jsonb_build_object('response', NEW.id, 'void', NEW.void));
        IF NEW.void THEN UPDATE commitments_response SET known_until = moment WHERE id = NEW.id; END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER response_changed AFTER UPDATE ON commitments_response
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION response_changed();
"""

COUNTRIES = """
CREATE FUNCTION country_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN RETURN NULL; END IF;
    PERFORM log_change('country_changed', NULL, NEW.iso2, NULL, NULL, '', 'CLEAR', '{}',
                       CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER country_changed AFTER INSERT OR UPDATE ON commitments_country
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION country_changed();
"""

DROP = """
DROP TRIGGER country_changed ON commitments_country;
DROP TRIGGER response_changed ON commitments_response;
DROP TRIGGER marking_changed ON documents_document;
DROP TRIGGER claim_changed ON commitments_claim;
DROP FUNCTION country_changed, response_changed, response_snapshot, response_marking, marking_changed, claim_changed,
    end_standing, begin_standing, claim_snapshot, log_change, change_digest, actor_role;
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial"), ("documents", "0001_initial"), ("questionnaire", "0001_initial")]
    operations = [migrations.RunSQL([LOG, CLAIMS, MARKINGS, RESPONSES, COUNTRIES], DROP)]
