namespace Adit.Protocols.Http;

/// <summary>Who we are to a proxy. A class, so that it never prints.</summary>
public sealed class ProxyCredential
{
    /// <summary>A name and its password; both become UTF-8 on the wire.</summary>
    /// <exception cref="ArgumentException">The name cannot be sent; see <see cref="IsPossible"/>.</exception>
    public ProxyCredential(string userName, string password)
    {
        if (!IsPossible(userName))
            throw new ArgumentException("A proxy's user name has no colon and no control character, and is not empty.", nameof(userName));

        (UserName, Password) = (userName, password);
    }

    /// <summary>The name.</summary>
    public string UserName { get; }

    internal string Password { get; }

    /// <summary>The same for .NET's own HTTP client.</summary>
    public System.Net.NetworkCredential ToNetworkCredential() => new(UserName, Password);

    /// <summary>Whether it can be a name: what stands before a password and a colon has none itself (RFC 7617 §2).</summary>
    public static bool IsPossible(string userName) => userName.Length > 0 && !userName.Any(c => c == ':' || char.IsControl(c));
}
