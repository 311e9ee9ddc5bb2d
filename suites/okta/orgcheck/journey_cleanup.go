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

// Cleaned counts what was deleted in the org, and lists what is left there.
type Cleaned struct {
	People, Groups int
	Left           []harness.Left
}

// CleanUp removes what the journey made in the org, whatever became of it and
// also when ctx has ended, and then enters what may be left in the app in the
// run's ledger, for Env.CloseAll. Only what carries the run's tag is touched.
func (j *Journey) CleanUp(ctx context.Context) Cleaned {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	var done Cleaned
	note := func(kind, id, name string, removed bool, err error) int {
		if err != nil {
			done.Left = append(done.Left, harness.Left{Type: kind, ID: id, Name: name, Why: err.Error()})
		}
		if removed && err == nil {
			return 1
		}
		return 0
	}
	note("push in the org", j.mapping.ID, j.group.Name, false, j.removePush(ctx))
	removed, err := j.removeGroup(ctx)
	done.Groups = note("group in the org", j.group.ID, j.group.Name, removed, err)
	for i := range j.people {
		p := &j.people[i]
		removed, err := j.removePerson(ctx, p)
		done.People += note("person in the org", p.ID, p.Login, removed, err)
	}
	for _, p := range j.people {
		j.adopt(harness.Users, p.app, p.Login, p.ID != "")
	}
	j.adopt(harness.Groups, j.groupID, j.group.Name, j.group.ID != "")
	return done
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
		if err := unlessGone(j.client.EndPush(ctx, j.app, m.ID, true)); err != nil {
			return err
		}
	}
	return nil
}

// removeGroup deletes the group, and tells whether there was one.
func (j *Journey) removeGroup(ctx context.Context) (bool, error) {
	if !j.grouped {
		return false, nil
	}
	if j.group.ID == "" {
		// A group whose creation was not answered may be there all the same.
		g, found, err := j.client.FindGroup(ctx, j.group.Name)
		if err != nil || !found {
			return false, err
		}
		j.group.ID = g.ID
	}
	g, err := j.client.Group(ctx, j.group.ID)
	switch {
	case gone(err):
		return false, nil
	case err != nil:
		return false, err
	case !j.env.Names.Ours(g.Name):
		return false, fmt.Errorf("the group is named %q: %w", g.Name, errStranger)
	}
	return true, unlessGone(j.client.DeleteGroup(ctx, j.group.ID))
}

// removePerson unassigns, deactivates and deletes a person, and tells whether
// there was one.
func (j *Journey) removePerson(ctx context.Context, p *person) (bool, error) {
	if !p.made {
		return false, nil
	}
	key := p.ID
	if key == "" {
		key = p.Login // the answer to its creation may have been lost
	}
	found, err := j.client.User(ctx, key)
	switch {
	case gone(err):
		return false, nil
	case err != nil:
		return false, err
	case !j.env.Names.Ours(found.Login):
		return false, fmt.Errorf("the person is named %q: %w", found.Login, errStranger)
	}
	p.ID = found.ID
	if err := unlessGone(j.client.Unassign(ctx, j.app, p.ID)); err != nil {
		return false, err
	}
	if found.Status != "DEPROVISIONED" {
		if err := unlessGone(j.client.DeactivateUser(ctx, p.ID)); err != nil {
			return false, err
		}
	}
	return true, unlessGone(j.client.DeleteUser(ctx, p.ID))
}

func unlessGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}
