package orgsim

import (
	"context"
	"net/http"
	"reflect"

	"github.com/oktascim/oktascim/suites/okta"
)

// step is what is sent for one user, decided while the org is locked and sent
// while it is not.
type step struct {
	kind  string // of the event: application.provision.user.…
	doing string // "Automatic provisioning of user X to app Y failed: Error while …"
	send  func(context.Context, *okta.Client) okta.Run
	done  func(okta.Run) // after success, locked
}

// sync queues the provisioning of a user's present state, once.
func (o *Org) sync(u *user) {
	if u.queued {
		return
	}
	u.queued = true
	o.queue.add("user "+u.id, func(ctx context.Context) { o.provision(ctx, u) })
}

// provision sends what the user's account lacks.
func (o *Org) provision(ctx context.Context, u *user) {
	o.mu.Lock()
	u.queued = false
	s, client := o.nextStep(u), o.client
	o.mu.Unlock()
	if s == nil {
		return
	}
	run := s.send(ctx, client)
	o.mu.Lock()
	defer o.mu.Unlock()
	au := o.app.users[u.id]
	if run.Stop != "" {
		o.userFailed(u, au, s, run)
		return
	}
	s.done(run)
	o.log(event{kind: s.event(run), user: u, app: o.app, subject: au})
}

// event is the type of the event that says that a step went through. A user who
// was there already is not created but linked, and gets the profile.
func (s *step) event(run okta.Run) string {
	if s.kind == pushed && !created(run) {
		return profilePushed
	}
	return s.kind
}

func created(run okta.Run) bool {
	return len(run.Answers) > 0 && run.Last().Method == http.MethodPost
}

// nextStep decides what to send; nil for nothing.
func (o *Org) nextStep(u *user) *step {
	a, au := o.app, o.app.users[u.id]
	acc := a.accounts[u.id]
	switch {
	case au == nil && (acc == nil || !acc.active || !a.sends() || !a.deactivate):
		return nil
	case au == nil:
		return o.deactivation(u, acc)
	case !a.sends() || acc == nil && !a.create:
		// The assignment holds, the account is nobody's business.
		au.setStatus("ACTIVE", "DISABLED", o)
		return nil
	case u.status == "SUSPENDED", au.dirty && acc != nil && acc.active && !a.update:
		if au.dirty {
			au.syncState = "OUT_OF_SYNC"
		}
		return nil
	case !u.live():
		return nil
	case acc == nil:
		return o.creation(u, au)
	case !acc.active:
		return o.reactivation(u, au, acc)
	case au.dirty || au.externalID == "":
		return o.profilePush(u, au, acc)
	}
	return nil
}

const (
	pushed        = "application.provision.user.push"
	profilePushed = "application.provision.user.push_profile"
)

func (o *Org) creation(u *user, au *appUser) *step {
	sent, profile := au.scimUser(nil), au.profile
	return &step{
		kind: pushed, doing: "Automatic provisioning of user " + u.name() + " to app " + o.app.label + " failed: Error while creating user " + au.userName,
		send: func(ctx context.Context, c *okta.Client) okta.Run { return c.PushUser(ctx, sent) },
		done: func(run okta.Run) {
			o.app.accounts[u.id] = &account{id: run.ID, active: true}
			o.provisioned(u, au, run.ID, profile)
		},
	}
}

func (o *Org) reactivation(u *user, au *appUser, acc *account) *step {
	sent, profile := au.scimUser(o.app.mapping), au.profile
	return &step{
		kind: "application.provision.user.reactivate", doing: "Automatic reactivation of user " + u.name() + " in app " + o.app.label + " failed: Error while reactivating user " + au.userName,
		send: func(ctx context.Context, c *okta.Client) okta.Run { return c.Reactivate(ctx, acc.id, sent) },
		done: func(okta.Run) {
			acc.active = true
			o.provisioned(u, au, acc.id, profile)
		},
	}
}

func (o *Org) profilePush(u *user, au *appUser, acc *account) *step {
	sent, profile := au.scimUser(o.app.mapping), au.profile
	return &step{
		kind: profilePushed, doing: "Automatic profile push of user " + u.name() + " to app " + o.app.label + " failed: Error while trying to push profile update for " + au.userName,
		send: func(ctx context.Context, c *okta.Client) okta.Run { return c.PushProfile(ctx, acc.id, sent) },
		done: func(okta.Run) { o.provisioned(u, au, acc.id, profile) },
	}
}

func (o *Org) deactivation(u *user, acc *account) *step {
	return &step{
		kind: "application.provision.user.deactivate", doing: "Automatic deprovisioning of user " + u.name() + " from app " + o.app.label + " failed: Error while deactivating user " + u.login(),
		send: func(ctx context.Context, c *okta.Client) okta.Run { return c.Deactivate(ctx, acc.id) },
		done: func(okta.Run) {
			acc.active = false
			// Somebody who comes back is pushed to his groups again.
			for _, m := range o.app.pushes {
				delete(m.pushed, acc.id)
			}
		},
	}
}

// provisioned notes that the account is as it should be, and lets the groups that
// wait for it have it. The profile is the one that was sent; it may have been
// changed in the meantime.
func (o *Org) provisioned(u *user, au *appUser, id string, profile object) {
	joined := au.externalID == ""
	au.externalID, au.pushed, au.lastSync = id, profile, o.now()
	au.dirty = !equal(au.profile, profile)
	au.setStatus("PROVISIONED", "SYNCHRONIZED", o)
	if !joined {
		return
	}
	for _, m := range o.app.pushes {
		if m.source.members[u.id] {
			o.syncPush(m, false)
		}
	}
}

func (au *appUser) setStatus(status, syncState string, o *Org) {
	if au.status != status {
		au.status, au.statusChanged = status, o.now()
	}
	au.syncState, au.updated = syncState, o.now()
}

// enterprise are attributes of the enterprise extension (RFC 7643 §4.3).
var enterprise = []string{"employeeNumber", "costCenter", "organization", "division", "department"}

// scimUser is the app user as Okta sends it; an update is without the attributes
// that are mapped for creates only. An attribute that was pushed before and has
// no value any more is sent empty.
func (au *appUser) scimUser(update map[string]property) okta.User {
	text := func(name string) string {
		s, _ := au.profile[name].(string)
		if update[name].createOnly {
			return ""
		}
		return s
	}
	u := okta.User{UserName: au.userName, GivenName: text("givenName"), FamilyName: text("familyName"), DisplayName: text("displayName"),
		Email: text("email"), Locale: text("locale"), ExternalID: au.user.id, Active: true, Extra: map[string]any{}}
	extension := map[string]any{}
	put := func(name string, value any) {
		for _, e := range enterprise {
			if e == name {
				extension[name] = value
				return
			}
		}
		u.Extra[name] = value
	}
	for name, value := range au.profile {
		switch name {
		case "givenName", "familyName", "displayName", "email", "locale":
		default:
			if !update[name].createOnly {
				put(name, value)
			}
		}
	}
	for name := range au.pushed {
		if _, has := au.profile[name]; !has {
			switch name {
			case "email":
				u.Extra["emails"] = []any{}
			case "givenName", "familyName":
				u.Extra["name"] = map[string]any{"givenName": u.GivenName, "familyName": u.FamilyName}
			default:
				put(name, "")
			}
		}
	}
	if len(extension) > 0 {
		u.Extra[okta.EnterpriseSchema] = extension
	}
	return u
}

func equal(a, b object) bool { return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b)) }
