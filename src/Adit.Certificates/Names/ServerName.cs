using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adit.Certificates.Names;

/// <summary>What a server is called: a DNS name or an address. Nothing else can be certified or dialled.</summary>
public abstract record ServerName
{
    private ServerName()
    {
    }

    /// <summary>A DNS name in ASCII and lower case without a dot at its end, perhaps with <c>*</c> as its first label.</summary>
    public sealed record Dns : ServerName
    {
        internal Dns(string value) => Value = value;

        /// <summary>The name, at most 253 characters.</summary>
        public string Value { get; }

        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>An IPv4 or IPv6 address without a scope.</summary>
    public sealed record Address : ServerName
    {
        internal Address(IPAddress value) => Value = value;

        /// <summary>The address.</summary>
        public IPAddress Value { get; }

        /// <inheritdoc/>
        public override string ToString() => Value.ToString();
    }

    /// <summary>Reads a name as an administrator or a user writes it; international names become ASCII (RFC 3490).</summary>
    /// <exception cref="ServerNameException">It is neither a DNS name nor an address.</exception>
    public static ServerName Parse(string text) => TryParse(text, out var name) ? name : throw new ServerNameException(text);

    /// <summary>Reads a name as <see cref="Parse"/> does; false where it is neither a DNS name nor an address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ServerName? name)
    {
        name = text switch
        {
            null => null,
            _ when TryReadAddress(text, out var address) => new Address(address),
            _ when DnsName.TryNormalize(text, out var dns) => new Dns(dns),
            _ => null,
        };
        return name is not null;
    }

    /// <summary>
    /// Reads what a user dialled: one name, so no star, but also names such as <c>my_box</c> that DNS answers for all the same.
    /// </summary>
    internal static bool TryParseDialled(string text, [NotNullWhen(true)] out ServerName? name)
    {
        if (!TryParse(text, out name))
            name = new Dns(text.TrimEnd('.').ToLowerInvariant());
        return !text.Contains('*', StringComparison.Ordinal);
    }

    /// <summary>IPAddress takes "1", "010.0.0.1", "[::1]:443" and scopes too: no certificate can hold those as they stand.</summary>
    private static bool TryReadAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal)
            ? text.AsSpan().IndexOfAny('[', '%') < 0
            : string.Equals(address.ToString(), text, StringComparison.Ordinal));
}
