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
	Users, Groups int
	Left          []harness.Left
}

// CleanUp removes what the journey created in the org, whatever became of it and also when ctx has ended, and then
// enters what may be left in the app in the run's ledger, for Env.CloseAll. Only what carries the run's tag is touched.
func (j *Journey) CleanUp(ctx context.Context) Cleaned {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	var done Cleaned
	note := func(kind, id, name string, err error) bool {
		if err != nil {
			done.Left = append(done.Left, harness.Left{Type: kind, ID: id, Name: name, Why: err.Error()})
		}
		return err == nil
	}
	note("push in the org", j.mapping.ID, j.group.Name, j.removePush(ctx))
	removed, err := j.removeGroup(ctx)
	if note("group in the org", j.group.ID, j.group.Name, err) && removed {
		done.Groups++
	}
	for i := range j.people {
		p := &j.people[i]
		removed, err := j.removeUser(ctx, p)
		if note("user in the org", p.ID, p.Login, err) && removed {
			done.Users++
		}
		j.adopt(harness.Users, p.app, p.Login, p.ID != "")
	}
	j.adopt(harness.Groups, j.groupID, j.group.Name, j.group.ID != "")
	return done
}

// adopt enters a resource of the app for the clean-up there. For one that was never seen, the clean-up looks once
// whether it arrived after all.
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

func unlessGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}

// ours reports whether a resource of the org may be deleted: false when it is gone, an error when it does not carry the
// run's tag.
func (j *Journey) ours(kind, name string, err error) (bool, error) {
	if err == nil && !j.env.Names.Ours(name) {
		err = fmt.Errorf("the %s is named %q: %w", kind, name, errStranger)
	}
	return err == nil, unlessGone(err)
}

var errStranger = errors.New("it does not carry the run's tag: not touched")

// removePush ends the push of the group. The answer to its creation may have been lost, so the org is asked.
func (j *Journey) removePush(ctx context.Context) error {
	if j.group.ID == "" {
		return nil
	}
	mappings, err := j.client.PushMappings(ctx, j.app)
	for _, m := range mappings {
		if m.SourceGroupID == j.group.ID {
			err = errors.Join(err, unlessGone(j.client.EndPush(ctx, j.app, m.ID)))
		}
	}
	return err
}

// removeGroup deletes the group, and reports whether there was one.
func (j *Journey) removeGroup(ctx context.Context) (bool, error) {
	if !j.grouped {
		return false, nil
	}
	if j.group.ID == "" { // the answer to its creation may have been lost
		g, found, err := j.client.FindGroup(ctx, j.group.Name)
		if err != nil || !found {
			return false, err
		}
		j.group.ID = g.ID
	}
	g, err := j.client.Group(ctx, j.group.ID)
	if ours, err := j.ours("group", g.Name, err); !ours {
		return false, err
	}
	return true, unlessGone(j.client.DeleteGroup(ctx, j.group.ID))
}

// removeUser unassigns, deactivates and deletes a user, and reports whether there was one.
func (j *Journey) removeUser(ctx context.Context, p *person) (bool, error) {
	if !p.made {
		return false, nil
	}
	key := p.ID
	if key == "" {
		key = p.Login // the answer to its creation may have been lost
	}
	found, err := j.client.User(ctx, key)
	if ours, err := j.ours("user", found.Login, err); !ours {
		return false, err
	}
	p.ID = found.ID
	err = unlessGone(j.client.Unassign(ctx, j.app, p.ID))
	if err == nil && found.Status != "DEPROVISIONED" {
		err = unlessGone(j.client.DeactivateUser(ctx, p.ID))
	}
	if err == nil {
		err = unlessGone(j.client.DeleteUser(ctx, p.ID))
	}
	return err == nil, err
}
