using System.Security.Cryptography;
using System.Text;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// What a DHCP server knows our sessions by: the first session of an account has always the same name, and so mostly the same address,
/// and so have the second and the third. Any thread may call.
/// </summary>
/// <param name="gateway">This gateway.</param>
/// <param name="hardwareAddress">The interface's, which tells apart two gateways of the same name.</param>
internal sealed class LeaseNames(string gateway, ReadOnlyMemory<byte> hardwareAddress)
{
    private const int DigestLength = 12;

    // Type 0: no hardware address (RFC 2132 §9.14). The letters let an administrator find our leases in the server's list.
    private static readonly byte[] _prefix = [0, .. "adit"u8];

    private readonly Lock _gate = new();
    private readonly HashSet<(string Account, int Index)> _taken = [];

    /// <summary>The first name of the account that no session of it has.</summary>
    public LeaseName Take(string account)
    {
        var key = account.ToLowerInvariant(); // an account's name has no case
        lock (_gate)
        {
            var index = 0;
            while (!_taken.Add((key, index)))
                index++;
            return new LeaseName(key, index, IdentifierOf(key, index));
        }
    }

    public void GiveBack(LeaseName name)
    {
        lock (_gate)
            _taken.Remove((name.Account, name.Index));
    }

    /// <summary>A digest, since the whole network reads it and need not know who is here.</summary>
    private byte[] IdentifierOf(string account, int index)
    {
        var text = FormattableString.Invariant(
            $"{gateway}\0{Convert.ToHexString(hardwareAddress.Span)}\0{account}\0{index}");
        return [.. _prefix, .. SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestLength)];
    }
}

/// <summary>One session's name.</summary>
/// <param name="Account">Whose session it is, in lower case.</param>
/// <param name="Index">The how manieth of the account, from 0.</param>
/// <param name="Identifier">Option 61.</param>
internal sealed record LeaseName(string Account, int Index, ReadOnlyMemory<byte> Identifier);
