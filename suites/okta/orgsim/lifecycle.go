package orgsim

// activateUser is for users who are STAGED or DEPROVISIONED.
func activateUser(c *call, u *user) (int, any, *apiError) {
	if u.status != "STAGED" && u.status != "DEPROVISIONED" {
		return 0, nil, &apiError{status: 403, code: "E0000016", summary: "Activation failed because the user is already active"}
	}
	c.activate(u)
	return 200, c.activation(u), nil
}

// activation is how a user gets in for the first time: by mail, or by the link
// when the caller wants to send it himself.
func (c *call) activation(u *user) object {
	if c.truth("sendEmail", true) {
		return object{}
	}
	token := c.newID("act")
	return object{"activationUrl": c.base + "/welcome/" + token, "activationToken": token}
}

// activate lets a user in, and gives him the apps of his groups.
func (o *Org) activate(u *user) {
	status := "PROVISIONED"
	if u.password {
		status = "ACTIVE"
	}
	o.setStatus(u, status, "user.lifecycle.activate")
	u.activated = o.now()
	o.regroup(u)
	if au := o.app.users[u.id]; au != nil {
		o.sync(au.user)
	}
}

// reactivateUser sends the activation mail again.
func reactivateUser(c *call, u *user) (int, any, *apiError) {
	if u.status != "PROVISIONED" {
		return 0, nil, denied()
	}
	c.log(event{kind: "user.lifecycle.reactivate", user: u})
	return 200, c.activation(u), nil
}

func deactivateUser(c *call, u *user) (int, any, *apiError) {
	if u.status == "DEPROVISIONED" {
		return 0, nil, denied()
	}
	c.deactivate(u)
	return 200, object{}, nil
}

// deactivate ends every assignment of a user; he stays in his groups.
func (o *Org) deactivate(u *user) {
	o.setStatus(u, "DEPROVISIONED", "user.lifecycle.deactivate")
	if au := o.app.users[u.id]; au != nil {
		o.unassign(au)
	}
}

func suspendUser(c *call, u *user) (int, any, *apiError) {
	if u.status != "ACTIVE" {
		return 0, nil, invalid("suspend", "Cannot suspend a user that is not active")
	}
	c.setStatus(u, "SUSPENDED", "user.lifecycle.suspend")
	return 200, object{}, nil
}

// unsuspendUser sends nothing to the app, except what was changed in between.
func unsuspendUser(c *call, u *user) (int, any, *apiError) {
	if u.status != "SUSPENDED" {
		return 0, nil, invalid("unsuspend", "Cannot unsuspend a user that is not suspended")
	}
	c.setStatus(u, "ACTIVE", "user.lifecycle.unsuspend")
	if au := c.app.users[u.id]; au != nil && au.dirty {
		c.sync(u)
	}
	return 200, object{}, nil
}

func (o *Org) setStatus(u *user, status, kind string) {
	u.status, u.statusChanged, u.updated = status, o.now(), o.now()
	o.log(event{kind: kind, user: u})
}
