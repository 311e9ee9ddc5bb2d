package orgsim

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/okta"
)

// step is what is sent for one user or group, decided while the org is locked and sent while it is not.
type step struct {
	kind   string // of the event: application.provision.…
	doing  string // "Automatic provisioning of user X to app Y failed: Error while …"
	about  []any  // targets of the event
	send   func(context.Context, *okta.Client) okta.Run
	done   func(okta.Run)                    // after success, locked
	failed func(reason string, run okta.Run) // locked; nil for nothing
}

// perform carries out the step that next decides on.
func (o *Org) perform(ctx context.Context, next func() *step) {
	o.mu.Lock()
	s := next()
	o.mu.Unlock()
	if s == nil {
		return
	}
	run := s.send(ctx, o.client)
	o.mu.Lock()
	defer o.mu.Unlock()
	if run.Stop == "" {
		s.done(run)
		o.log(s.kind, "", s.about...)
		return
	}
	reason := s.doing + ": " + o.detail(run)
	switch run.Last().Status {
	case http.StatusUnauthorized: // a 403 may be about the user: no seat is free
		o.log("application.integration.authentication_failure", reason, s.about...)
	case http.StatusTooManyRequests:
		o.log("application.integration.rate_limit_exceeded", reason, s.about...)
	}
	o.log(s.kind, reason, s.about...)
	if s.failed != nil {
		s.failed(reason, run)
	}
}

// detail says what the app answered, in Okta's words where they are known:
// "Bad Request. Errors reported by remote server: …".
func (o *Org) detail(run okta.Run) string {
	last := run.Last()
	text := run.Stop
	switch {
	case last.Err != nil:
		text = fmt.Sprintf("The remote server did not answer: %v", last.Err)
	case !last.OK():
		text = http.StatusText(last.Status)
		if reported := last.Resource.String("detail"); reported != "" {
			text += ". Errors reported by remote server: " + reported
		} else if last.Resource == nil && len(last.Body) > 0 {
			body := strings.ToValidUTF8(string(last.Body[:min(len(last.Body), 80)]), "?")
			text += ". Errors reported by remote server: Invalid JSON: " + body
		}
	case last.Op() == "POST /Users":
		text = "Create new user returned empty user"
	}
	// The app may echo its token.
	if _, secret, _ := strings.Cut(o.options.SCIM.Authorization, " "); secret != "" {
		text = strings.ReplaceAll(text, secret, "[token]")
	}
	return text
}

// sync queues the provisioning of a user's present state, once.
func (o *Org) sync(u *user) {
	if !u.queued {
		u.queued = true
		o.queue.add(func(ctx context.Context) { o.perform(ctx, func() *step { return o.userStep(u) }) })
	}
}

const (
	pushed        = "application.provision.user.push"
	profilePushed = "application.provision.user.push_profile"
	deactivated   = "application.provision.user.deactivate"
	reactivated   = "application.provision.user.reactivate"
)

// userStep decides what to send for a user; nil for nothing.
func (o *Org) userStep(u *user) *step {
	u.queued = false
	a, au, id := o.app, u.app, u.account
	s := &step{about: []any{u, o.app}}
	title := func(kind, noun, target, failure string) {
		s.kind = kind
		s.doing = "Automatic " + noun + " of user " + u.name() + target + a.label + " failed: Error while " + failure + " " +
			u.login()
	}
	switch {
	case au == nil && (id == "" || !u.active || !a.sends() || !a.deactivate):
		return nil
	case au == nil:
		title(deactivated, "deprovisioning", " from app ", "deactivating user")
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.Deactivate(ctx, id) }
		s.done = func(okta.Run) {
			u.active = false
			for _, m := range a.pushes {
				delete(m.pushed, id) // a user who comes back is pushed to the groups again
			}
		}
		return s
	case !a.sends() || id == "" && !a.create: // the assignment holds, and no account comes of it
		au.status, au.syncState = "ACTIVE", "DISABLED"
		return nil
	case id == "":
		title(pushed, "provisioning", " to app ", "creating user")
		sent := o.scimUser(u, false)
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.PushUser(ctx, sent) }
	case !u.active:
		title(reactivated, "reactivation", " in app ", "reactivating user")
		sent := o.scimUser(u, true)
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.PushUser(ctx, sent) }
	case maps.Equal(au.profile, au.pushed):
		return nil
	case !a.update:
		au.syncState = "OUT_OF_SYNC"
		return nil
	default:
		title(profilePushed, "profile push", " to app ", "trying to push profile update for")
		sent := o.scimUser(u, true)
		s.send = func(ctx context.Context, c *okta.Client) okta.Run { return c.PushProfile(ctx, id, sent) }
	}
	profile := au.profile // it may change while it is sent
	s.done = func(run okta.Run) { o.provisioned(u, run.ID, profile) }
	s.failed = func(_ string, run okta.Run) {
		if u.app != nil {
			u.app.syncState, u.app.updated = "ERROR", now()
		}
		if s.kind == reactivated && run.Last().Status == http.StatusNotFound {
			u.account = "" // the account is gone: the user is looked up again
			o.sync(u)
		}
	}
	return s
}

// provisioned notes that the account is as it should be, and pushes the groups that wait for it.
func (o *Org) provisioned(u *user, id string, profile map[string]string) {
	u.account, u.active = id, true
	au := u.app
	if au == nil { // unassigned while it was sent
		o.sync(u)
		return
	}
	joined := au.externalID == ""
	au.externalID, au.pushed, au.lastSync, au.updated = id, profile, now(), now()
	au.status, au.syncState = "PROVISIONED", "SYNCHRONIZED"
	if joined {
		for _, m := range o.app.pushes {
			if m.source.members[u] {
				o.syncPush(m.source)
			}
		}
	}
}

// scimUser is the app user as Okta sends it; an update is without the attributes that are mapped for creates only.
func (o *Org) scimUser(u *user, update bool) okta.User {
	text := func(name string) string {
		if update && o.app.mapping[name].createOnly {
			return ""
		}
		return u.app.profile[name]
	}
	out := okta.User{UserName: u.login(), GivenName: text("givenName"), FamilyName: text("familyName"),
		DisplayName: text("displayName"), Email: text("email"), Locale: text("locale"), ExternalID: u.id, Active: true,
		Extra: map[string]any{}}
	if v := text("title"); v != "" {
		out.Extra["title"] = v
	}
	if v := text("department"); v != "" {
		out.Extra[okta.EnterpriseSchema] = map[string]any{"department": v}
	}
	return out
}

// queue works off jobs one after the other, in the order in which they came. A goroutine exists only while there is
// something to do.
type queue struct {
	ctx context.Context

	mu   sync.Mutex
	jobs []func(context.Context)
	idle chan struct{} // closed when the queue runs empty; nil while it is
}

func (q *queue) add(job func(context.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, job)
	if q.idle == nil {
		q.idle = make(chan struct{})
		go func() {
			for job := q.next(); job != nil; job = q.next() {
				job(q.ctx)
			}
		}()
	}
}

func (q *queue) next() func(context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.jobs) == 0 || q.ctx.Err() != nil {
		close(q.idle)
		q.jobs, q.idle = nil, nil
		return nil
	}
	job := q.jobs[0]
	q.jobs = q.jobs[1:]
	return job
}

func (q *queue) wait(ctx context.Context) error {
	q.mu.Lock()
	idle := q.idle
	q.mu.Unlock()
	if idle == nil {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
