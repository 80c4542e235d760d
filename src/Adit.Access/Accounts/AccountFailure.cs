using Adit.Protocols;

namespace Adit.Access.Accounts;

/// <summary>Why an administrator's command on accounts was not done.</summary>
public abstract record AccountFailure(string Code) : Failure(Code)
{
    /// <summary>The name is empty, too long, or has characters that no account name has.</summary>
    public sealed record NameInvalid() : AccountFailure("ACC-101");

    /// <summary>There is an account of this name already.</summary>
    public sealed record NameTaken(string Name) : AccountFailure("ACC-102");

    /// <summary>There is no account of this name.</summary>
    public sealed record NotFound(string Name) : AccountFailure("ACC-103");

    /// <summary>The password has fewer or more characters than it may.</summary>
    public sealed record PasswordLength(int Minimum, int Maximum) : AccountFailure("ACC-104");

    /// <summary>Another account has this address for itself.</summary>
    public sealed record AddressTaken(string Address) : AccountFailure("ACC-105");

    /// <summary>The text is no address that a host can have.</summary>
    public sealed record AddressInvalid() : AccountFailure("ACC-106");

    /// <summary>Another account has this IPv6 prefix for itself.</summary>
    public sealed record PrefixTaken(string Prefix) : AccountFailure("ACC-107");

    /// <summary>The text is no IPv6 prefix that a session can have.</summary>
    public sealed record PrefixInvalid() : AccountFailure("ACC-108");

    /// <summary>The text is no list of group names.</summary>
    public sealed record GroupsInvalid() : AccountFailure("ACC-110");

    /// <summary>The text is no hours of a week, or its time zone is not known here.</summary>
    public sealed record HoursInvalid() : AccountFailure("ACC-111");

    /// <summary>The text is no calling station.</summary>
    public sealed record CallerIdInvalid() : AccountFailure("ACC-112");

    /// <summary>The text is no list of networks that can lie behind a client.</summary>
    public sealed record RoutesInvalid() : AccountFailure("ACC-113");

    /// <summary>The setting takes one of these words only.</summary>
    public sealed record WordInvalid(string Setting, string Words) : AccountFailure("ACC-114");

    /// <summary>The text is neither a day nor a time.</summary>
    public sealed record ExpiryInvalid() : AccountFailure("ACC-115");

    /// <summary>The text is no name or number of what is to be denied.</summary>
    public sealed record DenialInvalid(string Kind) : AccountFailure("ACC-116");

    /// <summary>An entry of a file that is imported cannot be read, or contradicts another. Never holds a password.</summary>
    public sealed record RowInvalid(string Problem) : AccountFailure("ACC-118");

    /// <summary>There is no such denial to take back.</summary>
    public sealed record NotDenied(string Kind, string Subject) : AccountFailure("ACC-117");
}
