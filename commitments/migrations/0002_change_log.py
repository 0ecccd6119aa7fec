"""The change log, written by triggers at commit, and with it what was held when.

The triggers are deferred to the end of the transaction: by then it holds every row lock it needs,
so the one lock on the log can neither deadlock nor be held for long, and entries are numbered in
the order of the commits. Each takes that lock before it reads anything, so that it sees what the
commits before it left.
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

CREATE FUNCTION acting_person() RETURNS bigint LANGUAGE sql STABLE AS $$
    -- Whom the program says it acts for (pghistory.context), for tables that have no column for it.
    SELECT (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint
$$;

CREATE FUNCTION marking_level(marking text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position(ARRAY['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'], marking)
$$;

CREATE FUNCTION change_digest(c commitments_change) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        c.previous_hash, c.sequence, c.number_clear, c.number_green, c.number_amber, c.number_amber_strict,
        to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), c.kind, c.actor_id, c.actor_role,
        c.country_id, c.topic, c.question, c.reason, c.marking, c.evidence, c.documents, c.before, c.after
    )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION lock_log() RETURNS void LANGUAGE sql AS $$
    -- Held until this transaction has committed: the next one numbers its entries after ours.
    SELECT pg_advisory_xact_lock(7102)
$$;

CREATE FUNCTION log_change(
    kind text, person bigint, country text, topic text, question int, reason text, marking text,
    evidence bigint[], documents bigint[], before jsonb, after jsonb
) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    last commitments_change;
    entry commitments_change;
    level int := marking_level(marking);
BEGIN
    SELECT * INTO last FROM commitments_change ORDER BY sequence DESC LIMIT 1;
    entry.sequence := coalesce(last.sequence, 0) + 1;
    IF level <= 1 THEN
        entry.number_clear := (SELECT coalesce(max(number_clear), 0) + 1 FROM commitments_change);
    END IF;
    IF level <= 2 THEN
        entry.number_green := (SELECT coalesce(max(number_green), 0) + 1 FROM commitments_change);
    END IF;
    IF level <= 3 THEN
        entry.number_amber := (SELECT coalesce(max(number_amber), 0) + 1 FROM commitments_change);
    END IF;
    IF level <= 4 THEN
        entry.number_amber_strict := (SELECT coalesce(max(number_amber_strict), 0) + 1 FROM commitments_change);
    END IF;
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
    entry.documents := documents;
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

VALUE = ", ".join(f"c.{n.strip()}" for n in COLUMNS[COLUMNS.index("codes") : COLUMNS.index(", country_id")].split(","))

SHOWN = COLUMNS.replace(" amount,", " amount::text,")

CLAIMS = f"""
CREATE FUNCTION claim_snapshot(c commitments_claim) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(shown) FROM (
        SELECT c.id AS claim, c.version, {", ".join("c." + n.strip() for n in SHOWN.split(","))},
               d.title AS document_title, d.publisher, d.url, d.reliability, d.marking
        FROM documents_document d WHERE d.id = c.document_id
    ) shown
$$;

CREATE FUNCTION count_claim(
    country text, about text, shown_as text, day date, change int, moment timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date;
    held int;
BEGIN
    -- The last month first: a month without a row takes what the one before it had.
    FOR first IN SELECT generate_series(
        date_trunc('month', moment AT TIME ZONE 'UTC'), date_trunc('month', day::timestamp), interval '-1 month'
    )::date LOOP
        SELECT t.claims INTO held FROM commitments_tally t
        WHERE t.country_id = country AND t.topic = about AND t.marking = shown_as AND t.month <= first
          AND t.known_until IS NULL
        ORDER BY t.month DESC LIMIT 1;
        UPDATE commitments_tally t SET known_until = moment
        WHERE t.country_id = country AND t.topic = about AND t.marking = shown_as AND t.month = first
          AND t.known_until IS NULL;
        INSERT INTO commitments_tally (country_id, topic, marking, month, claims, known_from)
        VALUES (country, about, shown_as, first, coalesce(held, 0) + change, moment)
        ON CONFLICT (country_id, topic, marking, month, known_from)
        DO UPDATE SET claims = excluded.claims, known_until = NULL;
    END LOOP;
END $$;

CREATE FUNCTION begin_standing(c commitments_claim, shown_as text, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO commitments_standing ({COLUMNS}, claim_id, marking, known_from, said)
    SELECT {", ".join("c." + n.strip() for n in COLUMNS.split(","))}, c.id, shown_as, moment,
           CASE WHEN c.stance <> '' THEN c.stance ELSE left(md5(ROW({VALUE})::text), 16) END;
    PERFORM count_claim(c.country_id, c.topic, shown_as, c.effective_on, 1, moment);
END $$;

CREATE FUNCTION end_standing(claim bigint, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ended commitments_standing;
BEGIN
    UPDATE commitments_standing s SET known_until = moment WHERE s.claim_id = claim AND s.known_until IS NULL
    RETURNING * INTO ended;
    PERFORM count_claim(ended.country_id, ended.topic, ended.marking, ended.effective_on, -1, moment);
END $$;

CREATE FUNCTION hide_claim(claim bigint, held_as text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Told to those who saw it under its old marking, without its words, its country or its topic.
    PERFORM end_standing(claim, log_change(
        'claim_marked', acting_person(), NULL, NULL, NULL,
        CASE WHEN acting_person() IS NOT NULL THEN 'our_correction' END, held_as, '{{}}', '{{}}',
        jsonb_build_object('claim', claim), NULL));
END $$;

CREATE FUNCTION claim_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source documents_document;
    held_as text;
    old_shown jsonb;
    new_shown jsonb;
    kind text;
    moment timestamptz;
BEGIN
    PERFORM lock_log();
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'accepted' THEN old_shown := claim_snapshot(OLD); END IF;
    END IF;
    IF NEW.state = 'accepted' THEN new_shown := claim_snapshot(NEW); END IF;
    IF old_shown - 'version' IS NOT DISTINCT FROM new_shown - 'version' THEN RETURN NULL; END IF;
    SELECT d.* INTO source FROM documents_document d WHERE d.id = NEW.document_id;
    IF source.withdrawn_at IS NOT NULL
       AND EXISTS (SELECT 1 FROM commitments_claim c WHERE c.id = NEW.id AND c.state = 'accepted') THEN
        RAISE EXCEPTION 'document % is withdrawn: no claim from it can be accepted', source.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_source_not_withdrawn';
    END IF;
    SELECT s.marking INTO held_as FROM commitments_standing s WHERE s.claim_id = NEW.id AND s.known_until IS NULL;
    IF held_as <> source.marking THEN PERFORM hide_claim(NEW.id, held_as); END IF;
    kind := CASE
        WHEN old_shown IS NULL THEN 'claim_accepted'
        WHEN new_shown IS NOT NULL THEN 'claim_edited'
        WHEN NEW.state = 'retracted' THEN 'claim_retracted'
        ELSE 'claim_reopened' END;
    moment := log_change(kind, NEW.changed_by_id, NEW.country_id, NEW.topic, NULL, NEW.reason, source.marking,
                         ARRAY[NEW.id], ARRAY[source.id], old_shown, new_shown);
    IF old_shown IS NOT NULL THEN PERFORM end_standing(NEW.id, moment); END IF;
    IF new_shown IS NOT NULL THEN PERFORM begin_standing(NEW, source.marking, moment); END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER claim_came AFTER INSERT ON commitments_claim
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'accepted') EXECUTE FUNCTION claim_changed();

CREATE CONSTRAINT TRIGGER claim_changed AFTER UPDATE ON commitments_claim
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'accepted' OR NEW.state = 'accepted')
EXECUTE FUNCTION claim_changed();
"""

RESPONSES = """
CREATE FUNCTION response_documents(response bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(source.id ORDER BY source.id), '{}') FROM (
        SELECT c.document_id AS id FROM commitments_citation t JOIN commitments_claim c ON c.id = t.claim_id
        WHERE t.response_id = response
        UNION SELECT r.official_reply_id FROM commitments_response r
        WHERE r.id = response AND r.official_reply_id IS NOT NULL
    ) source
$$;

CREATE FUNCTION response_marking(response bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT d.marking FROM documents_document d WHERE d.id = ANY(response_documents(response))
        ORDER BY marking_level(d.marking) DESC LIMIT 1
    ), 'CLEAR')
$$;

CREATE FUNCTION response_claims(response bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(t.claim_id ORDER BY t.claim_id), '{}')
    FROM commitments_citation t WHERE t.response_id = response
$$;

CREATE FUNCTION response_snapshot(r commitments_response) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(shown) FROM (SELECT
        r.id AS response, r.number, r.country_id, q.number AS question, r.state, r.stance, r.basis, r.bindingness,
        r.conditions, r.summary, r.uncertainty, r.effective_on, r.looked_at, r.official_reply_id, r.self_published,
        (SELECT coalesce(jsonb_agg(
             to_jsonb(a) - 'id' - 'response_id' || jsonb_build_object('amount', a.amount::text) ORDER BY a.id), '[]')
         FROM commitments_answer a WHERE a.response_id = r.id) AS answers,
        to_jsonb(response_claims(r.id)) AS claims
        FROM questionnaire_question q WHERE q.id = r.question_id) shown
$$;

CREATE FUNCTION log_response(
    kind text, r commitments_response, person bigint, reason text, before jsonb, after jsonb
) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT log_change(kind, person, r.country_id, NULL, q.number, reason, response_marking(r.id),
                      response_claims(r.id), response_documents(r.id), before, after)
    FROM questionnaire_question q WHERE q.id = r.question_id
$$;

CREATE FUNCTION begin_showing(response bigint, moment timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO commitments_showing (response_id, marking, known_from)
    VALUES (response, response_marking(response), moment)
$$;

CREATE FUNCTION end_showing(response bigint, moment timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE commitments_showing SET known_until = moment WHERE response_id = response AND known_until IS NULL
$$;

CREATE FUNCTION bring_showing_in_step(response bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held_as text;
    person bigint := acting_person();
    reason text := CASE WHEN person IS NOT NULL THEN 'our_correction' END;
    r commitments_response;
BEGIN
    SELECT s.marking INTO held_as FROM commitments_showing s WHERE s.response_id = response AND s.known_until IS NULL;
    IF held_as IS NULL OR held_as = response_marking(response) THEN RETURN; END IF;
    -- Told to those who saw it under its old marking, without its words; then it comes under the new one.
    PERFORM end_showing(response, log_change(
        'response_marked', person, NULL, NULL, NULL, reason, held_as, '{}', '{}',
        jsonb_build_object('response', response), NULL));
    SELECT x.* INTO r FROM commitments_response x WHERE x.id = response;
    PERFORM begin_showing(response, log_response('response_marked', r, person, reason, NULL, response_snapshot(r)));
END $$;

CREATE FUNCTION response_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
BEGIN
    PERFORM lock_log();
    IF NEW.status = 'published' THEN
        moment := log_response('response_published', NEW, NEW.changed_by_id, NEW.reason, NULL, response_snapshot(NEW));
        PERFORM begin_showing(NEW.id, moment);
        UPDATE commitments_response SET known_from = moment WHERE id = NEW.id;
    ELSE
        PERFORM bring_showing_in_step(NEW.id);
        moment := log_response('response_superseded', NEW, NEW.changed_by_id, NEW.superseded_for,
                               response_snapshot(NEW), jsonb_build_object('response', NEW.id, 'void', NEW.void));
        IF NEW.void THEN
            PERFORM end_showing(NEW.id, moment);
            UPDATE commitments_response SET known_until = moment WHERE id = NEW.id;
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER response_came AFTER INSERT ON commitments_response
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'published') EXECUTE FUNCTION response_changed();

CREATE CONSTRAINT TRIGGER response_changed AFTER UPDATE ON commitments_response
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('published', 'superseded'))
EXECUTE FUNCTION response_changed();
"""

DOCUMENTS = """
CREATE FUNCTION marking_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held commitments_standing;
    c commitments_claim;
    now_as text;
    shown bigint;
    person bigint := acting_person();
BEGIN
    PERFORM lock_log();
    SELECT d.marking INTO now_as FROM documents_document d WHERE d.id = NEW.id;
    FOR held IN SELECT * FROM commitments_standing s
                WHERE s.document_id = NEW.id AND s.known_until IS NULL AND s.marking <> now_as ORDER BY s.claim_id LOOP
        PERFORM hide_claim(held.claim_id, held.marking);
        SELECT x.* INTO c FROM commitments_claim x WHERE x.id = held.claim_id;
        PERFORM begin_standing(c, now_as, log_change(
            'claim_marked', person, c.country_id, c.topic, NULL, CASE WHEN person IS NOT NULL THEN 'our_correction' END,
            now_as, ARRAY[c.id], ARRAY[NEW.id], NULL, claim_snapshot(c)));
    END LOOP;
    FOR shown IN SELECT s.response_id FROM commitments_showing s
                 WHERE s.known_until IS NULL AND NEW.id = ANY(response_documents(s.response_id))
                 ORDER BY s.response_id LOOP
        PERFORM bring_showing_in_step(shown);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER marking_changed AFTER UPDATE ON documents_document
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.marking IS DISTINCT FROM NEW.marking)
EXECUTE FUNCTION marking_changed();

CREATE FUNCTION document_particulars(d documents_document) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('document', d.id, 'document_title', d.title, 'publisher', d.publisher, 'url', d.url,
                              'reliability', d.reliability)
$$;

CREATE FUNCTION document_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing bigint[];
    now_as text;
    person bigint := acting_person();
BEGIN
    PERFORM lock_log();
    SELECT array_agg(s.claim_id ORDER BY s.claim_id) INTO standing FROM commitments_standing s
    WHERE s.document_id = NEW.id AND s.known_until IS NULL;
    IF standing IS NULL THEN RETURN NULL; END IF;
    SELECT d.marking INTO now_as FROM documents_document d WHERE d.id = NEW.id;
    PERFORM log_change('document_changed', person, NULL, NULL, NULL,
                       CASE WHEN person IS NOT NULL THEN 'our_correction' END, now_as, standing, ARRAY[NEW.id],
                       document_particulars(OLD), document_particulars(NEW));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER document_changed AFTER UPDATE ON documents_document
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN ((OLD.title, OLD.publisher, OLD.url, OLD.reliability)
      IS DISTINCT FROM (NEW.title, NEW.publisher, NEW.url, NEW.reliability))
EXECUTE FUNCTION document_changed();

CREATE FUNCTION document_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What rests on the document goes with it, each claim with its own entry in the log.
    UPDATE commitments_claim c
    SET state = 'retracted', version = c.version + 1, decided_by_id = NEW.withdrawn_by_id,
        decided_at = NEW.withdrawn_at, changed_by_id = NEW.withdrawn_by_id, reason = 'source_corrected',
        note = 'The document was withdrawn: ' || NEW.withdrawn_why, updated_at = clock_timestamp()
    WHERE c.document_id = NEW.id AND c.state = 'accepted';
    RETURN NULL;
END $$;

CREATE TRIGGER document_withdrawn AFTER UPDATE ON documents_document FOR EACH ROW
WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION document_withdrawn();

CREATE FUNCTION withdrawal_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_log();
    IF EXISTS (SELECT 1 FROM commitments_claim c JOIN documents_document d ON d.id = c.document_id
               WHERE d.id = NEW.id AND d.withdrawn_at IS NOT NULL AND c.state = 'accepted') THEN
        RAISE EXCEPTION 'a claim from document % was accepted meanwhile: withdraw it again', NEW.id
            USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER withdrawal_settled AFTER UPDATE ON documents_document
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
EXECUTE FUNCTION withdrawal_settled();
"""

REFERENCE = """
CREATE FUNCTION country_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint := acting_person();
BEGIN
    PERFORM lock_log();
    PERFORM log_change('country_changed', person, NEW.iso2, NULL, NULL,
                       CASE WHEN person IS NOT NULL THEN 'our_correction' END, 'CLEAR', '{}', '{}',
                       CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER country_came AFTER INSERT ON commitments_country
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION country_changed();

CREATE CONSTRAINT TRIGGER country_changed AFTER UPDATE ON commitments_country
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION country_changed();

CREATE FUNCTION codebook_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person bigint := acting_person();
BEGIN
    PERFORM lock_log();
    PERFORM log_change('codebook_changed', person, NULL, NULL, NULL, 'codebook_change', 'CLEAR', '{}', '{}',
        (SELECT jsonb_build_object('version', v.version) FROM commitments_codebookversion v
         WHERE v.id < NEW.id ORDER BY v.id DESC LIMIT 1),
        jsonb_build_object('version', NEW.version));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER codebook_changed AFTER INSERT ON commitments_codebookversion
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION codebook_changed();
"""

FUNCTIONS = (
    "codebook_changed, country_changed, withdrawal_settled, document_withdrawn, document_changed, document_particulars, "
    "marking_changed, response_changed, bring_showing_in_step, end_showing, begin_showing, log_response, "
    "response_snapshot, response_claims, response_marking, response_documents, claim_changed, hide_claim, end_standing, "
    "begin_standing, count_claim, claim_snapshot, log_change, lock_log, change_digest, marking_level, acting_person, actor_role"
)
DROP = "".join(f"DROP FUNCTION IF EXISTS {name.strip()} CASCADE;" for name in FUNCTIONS.split(","))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunSQL([DROP, LOG, CLAIMS, RESPONSES, DOCUMENTS, REFERENCE], DROP)]
