using Adit.Access.Accounts;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Says in words why a command on accounts was not done.</summary>
internal static class AccountProblems
{
    public static ControlException Of(AccountFailure failure) => failure switch
    {
        AccountFailure.NotFound notFound => Problem(ControlFault.NotFound, failure,
            $"There is no account '{notFound.Name}'.", "See 'adit user list'."),
        AccountFailure.NameTaken taken => Problem(ControlFault.Conflict, failure,
            $"There is an account '{taken.Name}' already.", "Set its password with 'adit user passwd', or choose another name."),
        AccountFailure.PasswordLength length => Problem(ControlFault.Invalid, failure,
            $"The password has fewer than {length.Minimum} or more than {length.Maximum} characters.", "Choose another, or use --generate."),
        AccountFailure.AddressTaken taken => Problem(ControlFault.Conflict, failure,
            $"Another account has the address {taken.Address} for itself.", "See whose it is with 'adit user list', and choose another."),
        AccountFailure.AddressInvalid => Problem(ControlFault.Invalid, failure,
            "That is no address that a host can have.", "Give an IPv4 address such as 10.83.0.9, or 'none'."),
        AccountFailure.PrefixTaken taken => Problem(ControlFault.Conflict, failure,
            $"Another account has the prefix {taken.Prefix} for itself.", "See whose it is with 'adit user list', and choose another."),
        AccountFailure.PrefixInvalid => Problem(ControlFault.Invalid, failure,
            "That is no prefix that a session can have.", "Give a /64 of the server's 'pool6', such as 2001:db8:40:9::/64, or 'none'."),
        AccountFailure.GroupsInvalid => Problem(ControlFault.Invalid, failure,
            "That is no list of groups.", "Give names with commas between them, such as staff,vpn; +NAME joins, -NAME leaves; 'none' for no group."),
        AccountFailure.HoursInvalid => Problem(ControlFault.Invalid, failure,
            "Those are no hours of a week.", "Give them as 'mon-fri 08:00-18:00; sat 09:00-12:00', with ' in Europe/Berlin' where the zone is not the server's; or 'none'."),
        AccountFailure.CallerIdInvalid => Problem(ControlFault.Invalid, failure,
            "That is no calling station.", "Give an address, a prefix, or a number as the gateway sends it, 64 characters at most; or 'none'."),
        AccountFailure.RoutesInvalid => Problem(ControlFault.Invalid, failure,
            "Those are no networks behind a client.", "Give at most 16 prefixes such as 10.9.0.0/16,fd00:9::/48, no default route; or 'none'."),
        AccountFailure.WordInvalid word => Problem(ControlFault.Invalid, failure,
            $"The {word.Setting} takes one of: {word.Words}.", "Give one of these words."),
        AccountFailure.ExpiryInvalid => Problem(ControlFault.Invalid, failure,
            "That is neither a day nor a time.", "Give the last day, such as 2026-12-31, or a time such as 2026-12-31T17:00:00Z; or 'none'."),
        AccountFailure.DenialInvalid denial => Problem(ControlFault.Invalid, failure,
            $"That is no {denial.Kind} that could be denied.", "Give an account's or a group's name, or a certificate's SHA-256 in hexadecimal; of our own CA's, the serial number does."),
        AccountFailure.NotDenied denial => Problem(ControlFault.NotFound, failure,
            $"The {denial.Kind} {denial.Subject} is not denied.", "See 'adit deny list'."),
        AccountFailure.RowInvalid row => Problem(ControlFault.Invalid, failure, $"{row.Problem}.", "Mend the file, and see with --dry-run whether it is right."),
        _ => Problem(ControlFault.Invalid, failure,
            "That is no account name.", "Use letters, digits, '.', '-', '_' and '@', 64 characters at most."),
    };

    private static ControlException Problem(ControlFault fault, AccountFailure failure, string cause, string nextStep) =>
        new(fault, new ProblemView(failure.Code, cause, nextStep));
}
