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
}
