package okta

import (
	"context"
	"net/http"
	"strings"
)

// PushUser is what Okta does when a user is assigned: look-up by userName; no hit
// → POST; a hit → the account is linked: GET and PUT of the merged profile with
// active true, twice. In OIN an inactive one is activated by PATCH, and then GET
// and PUT follow once.
//
// Okta links whomever the look-up gives. This client stops when that is somebody
// else, because it would overwrite a user who is not part of the test.
func (c *Client) PushUser(ctx context.Context, u User) Run {
	var run Run
	hit, goOn := run.lookup(c.LookupUser(ctx, u.UserName), "userName", u.UserName)
	if !goOn {
		return run
	}
	if hit == nil {
		a := c.CreateUser(ctx, u)
		if run.add(a) {
			run.created(a, `Okta shows "Create new user returned empty user"`)
		}
		return run
	}
	run.ID = hit.ID()
	c.link(ctx, &run, u, inactive(hit))
	return run
}

// link sends the profile, and active true, to an account that is there.
func (c *Client) link(ctx context.Context, run *Run, u User, inactive bool) {
	u.Active = true
	linked := func(r Resource) Resource { r = merge(r, u); r["active"] = true; return r }
	if c.Dialect() == OIN && inactive {
		if run.add(c.Send(ctx, "reactivate-user-oin", Vars{"id": run.ID})) {
			c.change(ctx, run, "put-user", linked)
		}
		return
	}
	if c.change(ctx, run, "reactivate-user-aiw", linked) {
		c.change(ctx, run, "reactivate-user-aiw", linked)
	}
}

// Pushed is a group that is pushed, as it is in the app.
type Pushed struct {
	ID, Name string
	Members  []Member
}

// Reassign is what Okta does when somebody comes back who has an account: that of
// [Client.PushUser], and then the membership in each pushed group again.
func (c *Client) Reassign(ctx context.Context, u User, groups ...Pushed) Run {
	run := c.PushUser(ctx, u)
	for _, g := range groups {
		if run.Stop != "" {
			break
		}
		again := c.ChangeMembers(ctx, g.ID, g.Name, []Member{{Value: run.ID, Display: u.UserName}}, nil, g.Members)
		run.Answers, run.Stop = append(run.Answers, again.Answers...), again.Stop
	}
	return run
}

// UpdateProfile is GET, change and PUT of the whole resource with all that the
// server gave. change may alter the resource as it likes.
func (c *Client) UpdateProfile(ctx context.Context, id string, change func(Resource)) Run {
	run := Run{ID: id}
	c.change(ctx, &run, "put-user", func(r Resource) Resource { change(r); return r })
	return run
}

// PushProfile is what Okta does when somebody's profile changed: GET, and PUT of
// the resource with u merged in.
func (c *Client) PushProfile(ctx context.Context, id string, u User) Run {
	run := Run{ID: id}
	c.change(ctx, &run, "put-user", func(r Resource) Resource { return merge(r, u) })
	return run
}

// Deactivate is what Okta does on unassignment and on deactivation in Okta.
// AIW: GET and PUT with active false. OIN: PATCH.
func (c *Client) Deactivate(ctx context.Context, id string) Run {
	run := Run{ID: id}
	if c.Dialect() == OIN {
		run.add(c.Send(ctx, "deactivate-user-oin", Vars{"id": id}))
		return run
	}
	c.change(ctx, &run, "deactivate-user-aiw", func(r Resource) Resource { r["active"] = false; return r })
	return run
}

// Reactivate is [Client.PushUser] for somebody who has that account: Okta finds it
// by the look-up, inactive. A u without a userName is not looked up, and sends the
// profile back as read.
func (c *Client) Reactivate(ctx context.Context, id string, u User) Run {
	run := Run{ID: id}
	off := true
	if u.UserName != "" {
		var found Answer
		c.config.Until(ctx, func() bool {
			found = c.LookupUser(ctx, u.UserName)
			n, counted := found.Total()
			return !counted || n > 0
		})
		hit, goOn := run.lookup(found, "userName", u.UserName)
		switch {
		case !goOn:
			return run
		case hit == nil:
			run.stop("the look-up of userName %q finds nobody: Okta would create a second account", u.UserName)
			return run
		case hit.ID() != id:
			run.stop("the look-up of userName %q gives the id %s instead of %s: Okta would link another account", u.UserName, hit.ID(), id)
			return run
		}
		off = inactive(hit)
	}
	c.link(ctx, &run, u, off)
	return run
}

// SetPassword is password sync. AIW: GET and PUT with password. OIN: PATCH.
func (c *Client) SetPassword(ctx context.Context, id, password string) Run {
	run := Run{ID: id}
	if c.Dialect() == OIN {
		run.add(c.Send(ctx, "password-user-oin", Vars{"id": id, "password": password}))
		return run
	}
	c.change(ctx, &run, "password-user-aiw", func(r Resource) Resource { r["password"] = password; return r })
	return run
}

// change is GET and PUT of a user, and tells whether both went through.
func (c *Client) change(ctx context.Context, run *Run, shape string, f func(Resource) Resource) bool {
	read, ok := run.read(c.ReadUser(ctx, run.ID))
	return ok && run.add(c.Send(ctx, shape, Vars{"id": run.ID, "user": completed(f(read.Clone()))}))
}

// lookup notes the answer of a look-up. It gives the hit, or nil when there is
// none, and tells whether Okta would go on. A 404 with an Error is a miss too.
func (r *Run) lookup(a Answer, attribute, value string) (Resource, bool) {
	if a.Err == nil && a.Status == http.StatusNotFound && a.Resource != nil {
		r.Answers = append(r.Answers, a)
		return nil, true
	}
	if !r.add(a) {
		return nil, false
	}
	n, ok := a.Total()
	if !ok {
		r.stop("%s answered %d without totalResults, Okta stops", a.Op(), a.Status)
		return nil, false
	}
	hit, ok := a.hit()
	switch {
	case n < 1:
		return nil, true
	case !ok:
		r.stop("%s answered totalResults %d without a first resource that has an id, Okta stops", a.Op(), n)
	case !strings.EqualFold(hit.String(attribute), value):
		r.stop("the look-up of %s %q found %q: Okta would link and overwrite it", attribute, value, hit.String(attribute))
		return nil, false
	}
	return hit, ok
}

// created takes the id from the answer of a create.
func (r *Run) created(a Answer, symptom string) bool {
	if r.ID = a.Resource.ID(); r.ID == "" {
		r.stop("%s answered %d without an id: %s", a.Op(), a.Status, symptom)
	}
	return r.ID != ""
}
