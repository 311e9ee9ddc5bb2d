package orgsim

import (
	"context"
	"fmt"

	"github.com/oktascim/oktascim/suites/okta"
)

// Import is the button Import Now: the app's users and groups are read, as far as
// they are not known. What is found are the groups, which can be linked then by a
// group push mapping with a targetGroupId; people found in the app are counted
// only, because confirming them is an admin's work. It gives the number of users
// and groups read.
func (o *Org) Import(ctx context.Context) (users, groups int, err error) {
	var client *okta.Client
	o.locked(func() { client = o.client })
	answers := client.ImportUsers(ctx, 0)
	users, err = read(answers)
	if err == nil {
		answers = client.ImportGroups(ctx, 0)
		groups, err = read(answers)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		reason := "Error while importing from app " + o.app.label + ": " + o.hide(err.Error())
		o.integrationFailed(nil, nil, answers[len(answers)-1], reason)
		o.log(event{kind: "application.provision.user.import", app: o.app, failure: reason})
		return users, groups, fmt.Errorf("orgsim: %s", reason)
	}
	for _, a := range answers {
		list, _ := a.List()
		for _, r := range list {
			o.found(r)
		}
	}
	o.log(event{kind: "application.provision.user.import", app: o.app})
	return users, groups, nil
}

// read counts the resources of an import.
func read(answers []okta.Answer) (n int, err error) {
	for _, a := range answers {
		list, ok := a.List()
		switch {
		case a.Err != nil:
			return n, a.Err
		case !a.OK() || !ok:
			return n, fmt.Errorf("%s answered %d, which is no list", a.Op(), a.Status)
		}
		n += len(list)
	}
	return n, nil
}

// found notes a group of the app that is not known yet.
func (o *Org) found(r okta.Resource) {
	for _, g := range o.groups {
		if g.app && g.external == r.ID() {
			return
		}
	}
	o.groups = append(o.groups, &group{id: o.newID("00g"), name: r.String("displayName"), created: o.now(), updated: o.now(),
		membersMoved: o.now(), members: map[string]bool{}, app: true, external: r.ID()})
}
