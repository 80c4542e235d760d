using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation.Ocsp;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>OCSP answers: read or refused with a reason, and what they say is what was signed.</summary>
internal sealed class OcspAnswerTarget : IFuzzTarget, IDisposable
{
    /// <summary>How long that is in what openssl wrote.</summary>
    private const int HeadLength = 30;

    private const int SingleLength = 43;

    private static readonly byte[] _algorithm = Convert.FromHexString("300A06082A8648CE3D040302");
    private static readonly byte[] _sha1 = Convert.FromHexString("300906052B0E03021A0500");
    private static readonly byte[] _date = [0x18, 15, .. "20270101000000Z"u8];

    private readonly X509Certificate2 _issuer = X509CertificateLoader.LoadCertificate(Vectors.Read("p256.crt"));
    private readonly X509Certificate2 _good = X509CertificateLoader.LoadCertificate(Vectors.Read("good.crt"));
    private readonly X509Certificate2 _revoked = X509CertificateLoader.LoadCertificate(Vectors.Read("revoked.crt"));

    public string Name => "ocsp-answer";

    public IEnumerable<byte[]> Seeds =>
        [.. ((string[])["by-name", "by-key", "delegated", "nonce", "sha256", "unknown"]).Select(name => Vectors.Read($"{name}.ocsp")), [0x30, 3, 0x0A, 1, 6]];

    /// <summary>
    /// Keeps what leads to the answer itself: status, kind, and the lengths around them. Half of the answers are mended, half made anew.
    /// </summary>
    public byte[] Repair(byte[] input)
    {
        byte[] kind = [6, 9, 0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1];
        var basic = input.Length % 2 == 0 ? DerRepair.Fill([.. input.Skip(HeadLength)]) : Make(input);
        var answer = DerRepair.Encode(0x04, basic);
        return DerRepair.Encode(0x30, [0x0A, 1, 0, .. DerRepair.Encode(0xA0, DerRepair.Encode(0x30, [.. kind, .. answer]))]);
    }

    /// <summary>An answer by a key, with whatever the input says about whichever certificates.</summary>
    private static byte[] Make(byte[] input)
    {
        var singles = new List<byte>();
        for (var rest = input.AsSpan(); rest.Length > SingleLength; rest = rest[SingleLength..])
            singles.AddRange(Single(rest[..SingleLength].ToArray()));
        var by = DerRepair.Encode(0xA2, DerRepair.Encode(4, [.. input.Take(20)]));
        byte[] data = [.. by, .. _date, .. DerRepair.Encode(0x30, singles)];
        return DerRepair.Encode(0x30, [.. DerRepair.Encode(0x30, data), .. _algorithm, 3, 3, 0, 0x30, 0]);
    }

    private static byte[] Single(byte[] from)
    {
        byte[] id = [.. _sha1, .. DerRepair.Encode(4, from[..20]), .. DerRepair.Encode(4, from[20..40]), 2, 2, 1, from[40]];
        byte[] status = (from[41] % 4) switch
        {
            0 => [0x80, 0],
            1 => [0x82, 0],
            2 => DerRepair.Encode(0xA1, _date),
            _ => DerRepair.Encode(0xA1, [.. _date, 0xA0, 3, 0x0A, 1, from[41]]),
        };
        return DerRepair.Encode(0x30, [.. DerRepair.Encode(0x30, id), .. status, .. _date, .. from[42] % 2 == 0 ? [] : DerRepair.Encode(0xA0, _date)]);
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var isRead = OcspAnswer.TryParse(input, out var answer, out var problem);
        BrokenLawException.ThrowUnless(isRead ? answer is not null && problem is null : answer is null && problem is { Length: > 0 }, "An answer, or a reason.");
        if (answer is null)
            return false;

        var good = answer.Find(_good, _issuer, null, Vectors.Now, out var whyNot);
        BrokenLawException.ThrowUnless(good is null == whyNot is { Length: > 0 }, "It says something, or why not.");
        BrokenLawException.ThrowUnless(good is null or { IsKnown: true, Revoked: null }, "What is good stays so.");
        BrokenLawException.ThrowUnless(answer.Find(_revoked, _issuer, null, Vectors.Now, out _) is null or { Revoked: not null }, "What is revoked stays so.");
        return true;
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _good.Dispose();
        _revoked.Dispose();
    }
}
