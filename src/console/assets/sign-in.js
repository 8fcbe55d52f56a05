// Signs in without a press of the button; a program that only fetches the link does not run this.
document.getElementById('sign-in')?.submit()
