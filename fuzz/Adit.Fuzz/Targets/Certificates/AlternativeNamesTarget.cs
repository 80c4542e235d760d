using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>Subject alternative names: bounded, and where .NET reads them, too, it reads the same.</summary>
internal sealed class AlternativeNamesTarget : IFuzzTarget
{
    private const int NameLength = 8;
    private const int MaxNames = 256;

    public string Name => "cert-names";

    public IEnumerable<byte[]> Seeds => [Names(), Repair([.. Enumerable.Range(0, 64).Select(number => (byte)number)])];

    /// <summary>A list of names of all kinds, some of them wrong inside.</summary>
    public byte[] Repair(byte[] input)
    {
        var names = input.Chunk(NameLength).Take(MaxNames).SelectMany(bytes => (bytes[0] % 5) switch
        {
            0 => Value(0x82, [.. bytes.Select(Letter)]),
            1 => Value(0x81, [.. bytes.Select(Letter)]),
            2 => Value(0x87, bytes[..Math.Min(4, bytes.Length)]),
            3 => Value(0xA0, [0x06, 0x0A, 0x2B, 6, 1, 4, 1, 0x82, 0x37, 0x14, 2, 3, .. Value(0xA0, Value(0x0C, [.. bytes.Select(Letter)]))]),
            _ => Value(0x86, bytes),
        });
        byte[] content = [.. names];
        return content.Length switch
        {
            < 0x80 => [0x30, (byte)content.Length, .. content],
            < 0x100 => [0x30, 0x81, (byte)content.Length, .. content],
            _ => [0x30, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
        };
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!AlternativeNames.TryRead(input, out var names))
            return false;

        var count = names.Dns.Count + names.Addresses.Count + names.Emails.Count + names.Principals.Count + names.Others;
        BrokenLawException.ThrowUnless(count <= MaxNames, "There are not too many names.");
        try
        {
            var theirs = new X509SubjectAlternativeNameExtension(input.Span);
            BrokenLawException.ThrowUnless(theirs.EnumerateDnsNames().SequenceEqual(names.Dns, StringComparer.Ordinal), "DNS names are what .NET reads.");
            BrokenLawException.ThrowUnless(theirs.EnumerateIPAddresses().SequenceEqual(names.Addresses), "Addresses are what .NET reads.");
        }
        catch (CryptographicException)
        {
            return true; // .NET refuses the whole list where we count one name as unknown
        }

        return true;
    }

    private static byte[] Names()
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddDnsName("vpn.example.com");
        builder.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.1"));
        builder.AddEmailAddress("anna@example.com");
        builder.AddUserPrincipalName("anna@example.com");
        builder.AddUri(new Uri("http://example.com/"));
        return builder.Build().RawData;
    }

    private static byte Letter(byte from) => (byte)('a' + (from % 26));

    private static byte[] Value(byte tag, byte[] content) => [tag, (byte)content.Length, .. content];
}
