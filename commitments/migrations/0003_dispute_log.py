"""What readers see change of disputes goes into the change log, too."""

from django.db import migrations

DISPUTES = """
CREATE FUNCTION dispute_snapshot(d commitments_dispute) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(shown) FROM (SELECT d.id AS dispute, d.text, d.link, d.name, d.answer) shown
$$;

CREATE FUNCTION dispute_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_shown jsonb;
    new_shown jsonb;
    number int;
    kind text;
BEGIN
    IF OLD.state = 'shown' THEN old_shown := dispute_snapshot(OLD); END IF;
    IF NEW.state = 'shown' THEN new_shown := dispute_snapshot(NEW); END IF;
    IF old_shown IS NOT DISTINCT FROM new_shown THEN RETURN NULL; END IF;
    kind := CASE WHEN old_shown IS NULL THEN 'dispute_shown' WHEN new_shown IS NULL THEN 'dispute_hidden'
                 ELSE 'dispute_answered' END;
    PERFORM lock_log();
    SELECT q.number INTO number FROM questionnaire_question q WHERE q.id = NEW.question_id;
    PERFORM log_change(kind, acting_person(), NEW.country_id, NULL, number,
                       CASE kind WHEN 'dispute_shown' THEN 'new_source' ELSE 'our_correction' END,
                       CASE kind WHEN 'dispute_hidden' THEN OLD.marking ELSE NEW.marking END,
                       '{}', '{}', old_shown, new_shown);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER dispute_changed AFTER UPDATE ON commitments_dispute
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dispute_changed();
"""

DROP = """
DROP TRIGGER dispute_changed ON commitments_dispute;
DROP FUNCTION dispute_changed, dispute_snapshot;
"""


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_change_log")]
    operations = [migrations.RunSQL(DISPUTES, DROP)]
