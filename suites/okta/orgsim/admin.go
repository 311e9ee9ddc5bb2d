package orgsim

import (
	"errors"
	"fmt"
	"slices"
)

// What an admin does in the console, for tests that do not speak the API.

// Assign assigns a person to the app, as an admin does.
func (o *Org) Assign(login string) error {
	return o.withUser(login, func(u *user) error { o.assign(u, nil); return nil })
}

// Unassign ends the assignment of a person who is assigned directly.
func (o *Org) Unassign(login string) error {
	return o.withUser(login, func(u *user) error {
		au := o.app.users[u.id]
		if au == nil || !au.direct {
			return errors.New("not assigned directly")
		}
		o.unassign(au)
		return nil
	})
}

func (o *Org) withUser(login string, do func(*user) error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	u := o.findUser(login)
	if u == nil {
		return fmt.Errorf("orgsim: there is no person %q", login)
	}
	if err := do(u); err != nil {
		return fmt.Errorf("orgsim: %s: %w", login, err)
	}
	return nil
}

// AssignGroup assigns a group to the app, and with it each member.
func (o *Org) AssignGroup(name string) error {
	return o.withGroup(name, func(g *group) error { o.assignGroup(g, len(o.app.groups), nil); return nil })
}

// PushGroup starts to push a group to the app under its own name.
func (o *Org) PushGroup(name string) error {
	return o.withGroup(name, func(g *group) error {
		if len(o.pushesOf(g)) > 0 {
			return errors.New("pushed already")
		}
		o.push(g, g.name, nil, "ACTIVE")
		return nil
	})
}

func (o *Org) withGroup(name string, do func(*group) error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.groups, func(g *group) bool { return !g.app && g.name == name })
	if i < 0 {
		return fmt.Errorf("orgsim: there is no group %q", name)
	}
	if err := do(o.groups[i]); err != nil {
		return fmt.Errorf("orgsim: group %s: %w", name, err)
	}
	return nil
}

// Counts are how far the provisioning is.
type Counts struct {
	Assigned, Provisioned, Failed  int // people
	Pushed, PushFailed, PushPaused int // groups
}

// Counts tells how far the provisioning is now.
func (o *Org) Counts() (c Counts) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, au := range o.app.users {
		c.Assigned++
		switch {
		case au.syncState == "ERROR":
			c.Failed++
		case au.status == "PROVISIONED":
			c.Provisioned++
		}
	}
	for _, m := range o.app.pushes {
		switch m.status {
		case "ERROR":
			c.PushFailed++
		case "INACTIVE":
			c.PushPaused++
		default:
			if m.started {
				c.Pushed++
			}
		}
	}
	return c
}

func (c Counts) String() string {
	return fmt.Sprintf("%d people assigned: %d provisioned, %d failed; groups: %d pushed, %d failed, %d paused",
		c.Assigned, c.Provisioned, c.Failed, c.Pushed, c.PushFailed, c.PushPaused)
}
