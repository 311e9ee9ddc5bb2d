package orgcheck

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// cleanUpTime bounds the clean-up of the org.
const cleanUpTime = 3 * time.Minute

// CleanUp removes what the journey made in the org, whatever became of it and
// also when ctx has ended, and then enters what may be left in the app in the
// run's ledger, for Env.CloseAll. Only what carries the run's tag is touched.
// It gives what is left in the org.
func (j *Journey) CleanUp(ctx context.Context) []harness.Left {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	var left []harness.Left
	note := func(kind, id, name string, err error) {
		if err != nil {
			left = append(left, harness.Left{Type: kind, ID: id, Name: name, Why: err.Error()})
		}
	}
	note("push in the org", j.mapping.ID, j.group.Name, j.removePush(ctx))
	note("group in the org", j.group.ID, j.group.Name, j.removeGroup(ctx))
	for i := range j.people {
		p := &j.people[i]
		note("person in the org", p.ID, p.Login, j.removePerson(ctx, p))
	}
	for _, p := range j.people {
		j.adopt(harness.Users, p.app, p.Login, p.ID != "")
	}
	j.adopt(harness.Groups, j.groupID, j.group.Name, j.group.ID != "")
	return left
}

// adopt enters a resource of the app for the clean-up there. Of one that was
// not seen it is looked once whether it came after all.
func (j *Journey) adopt(kind harness.Kind, id, name string, made bool) {
	if made {
		fate := harness.Deleted // found or not: nothing is waited for
		if id == "" {
			fate = harness.Refused
		}
		j.env.Adopt(harness.Created{Kind: kind, ID: id, Name: name, Fate: fate})
	}
}

func gone(err error) bool { return org.Status(err) == http.StatusNotFound }

var errStranger = errors.New("it does not carry the run's tag: not touched")

// removePush ends whatever push the group has. Its answer may have been lost, so
// the org is asked.
func (j *Journey) removePush(ctx context.Context) error {
	if j.group.ID == "" {
		return nil
	}
	mappings, err := j.client.PushMappings(ctx, j.app)
	if err != nil {
		return err
	}
	for _, m := range mappings {
		if m.SourceGroupID != j.group.ID {
			continue
		}
		if err := j.client.EndPush(ctx, j.app, m.ID, true); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}

func (j *Journey) removeGroup(ctx context.Context) error {
	if !j.grouped {
		return nil
	}
	if j.group.ID == "" {
		// A group whose creation was not answered may be there all the same.
		g, found, err := j.client.FindGroup(ctx, j.group.Name)
		if err != nil || !found {
			return err
		}
		j.group.ID = g.ID
	}
	g, err := j.client.Group(ctx, j.group.ID)
	switch {
	case gone(err):
		return nil
	case err != nil:
		return err
	case !j.env.Names.Ours(g.Name):
		return fmt.Errorf("the group is named %q: %w", g.Name, errStranger)
	}
	if err := j.client.DeleteGroup(ctx, j.group.ID); !gone(err) {
		return err
	}
	return nil
}

// removePerson unassigns, deactivates and deletes a person.
func (j *Journey) removePerson(ctx context.Context, p *person) error {
	if !p.made {
		return nil
	}
	key := p.ID
	if key == "" {
		key = p.Login // the answer to its creation may have been lost
	}
	found, err := j.client.User(ctx, key)
	switch {
	case gone(err):
		return nil
	case err != nil:
		return err
	case !j.env.Names.Ours(found.Login):
		return fmt.Errorf("the person is named %q: %w", found.Login, errStranger)
	}
	p.ID = found.ID
	if err := j.client.Unassign(ctx, j.app, p.ID); err != nil && !gone(err) {
		return err
	}
	if found.Status != "DEPROVISIONED" {
		if err := j.client.DeactivateUser(ctx, p.ID); err != nil && !gone(err) {
			return err
		}
	}
	if err := j.client.DeleteUser(ctx, p.ID); !gone(err) {
		return err
	}
	return nil
}
