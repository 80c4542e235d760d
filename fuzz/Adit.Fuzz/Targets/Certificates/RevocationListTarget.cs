using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>Revocation lists: read or refused with a reason, looked up without a fault, and never another authority's.</summary>
internal sealed class RevocationListTarget : IFuzzTarget, IDisposable
{
    private const int MaxSerialLength = 20;

    private static readonly byte[] _algorithm = Convert.FromHexString("300A06082A8648CE3D040302");
    private static readonly byte[] _date = [0x17, 13, .. "270101000000Z"u8];

    private readonly X509Certificate2 _issuer = X509CertificateLoader.LoadCertificate(Vectors.Read("p256.crt"));
    private readonly X509Certificate2 _leaf = X509CertificateLoader.LoadCertificate(Vectors.Read("good.crt"));
    private readonly byte[][] _genuine = [Vectors.Read("p256.crl"), Vectors.Read("scoped.crl"), Vectors.Read("authorities.crl"), Vectors.Read("elsewhere.crl")];

    public string Name => "crl";

    public IEnumerable<byte[]> Seeds => [.. _genuine, Vectors.Read("rsa-pss.crl"), Vectors.Read("p521.crl")];

    /// <summary>A list that is right but for its entries, which are made of the input: serial numbers of any length, dates, reasons.</summary>
    public byte[] Repair(byte[] input)
    {
        var entries = new List<byte>();
        for (var rest = input.AsSpan(); rest.Length > MaxSerialLength + 2; rest = rest[(2 + (rest[0] % MaxSerialLength))..])
            entries.AddRange(Entry(rest[0] % 3, [.. rest.Slice(2, 1 + (rest[0] % MaxSerialLength))], (byte)(rest[1] % 11)));
        byte[] head = [2, 1, 1, .. _algorithm, .. _issuer.SubjectName.RawData, .. _date, .. _date];
        return DerRepair.Encode(0x30, [.. DerRepair.Encode(0x30, [.. head, .. DerRepair.Encode(0x30, entries)]), .. _algorithm, 3, 3, 0, 0x30, 0]);
    }

    private static byte[] Entry(int kind, byte[] serial, byte reason)
    {
        serial[0] = (byte)(1 | (serial[0] & 0x7F)); // in its shortest form
        byte[] extension = DerRepair.Encode(0x30, [6, 3, 0x55, 0x1D, 0x15, 4, 3, 0x0A, 1, reason]);
        return DerRepair.Encode(0x30, [.. DerRepair.Encode(2, serial), .. _date, .. kind == 0 ? [] : DerRepair.Encode(0x30, extension)]);
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var isRead = RevocationList.TryParse(input, out var list, out var problem);
        BrokenLawException.ThrowUnless(isRead ? list is not null && problem is null : list is null && problem is { Length: > 0 }, "A list, or a reason.");
        if (list is null)
            return false;

        BrokenLawException.ThrowUnless(list.Count <= input.Length, "What is counted is there.");
        _ = list.Find([0xF2]);
        _ = list.Covers(_leaf);
        _ = list.Life.FaultAt(Vectors.Now);
        _ = list.Life.RefreshAt;
        BrokenLawException.ThrowUnless(
            !list.IsBy(_issuer) || Array.Exists(_genuine, genuine => genuine.AsSpan().SequenceEqual(input.Span)), "Nobody signs in the issuer's place.");
        return true;
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _leaf.Dispose();
    }
}
