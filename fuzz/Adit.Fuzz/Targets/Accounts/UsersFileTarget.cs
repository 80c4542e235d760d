using System.Text;
using Adit.Access.Accounts.Files;
using Adit.Access.Policies;
using Adit.Access.Sealing;

namespace Adit.Fuzz.Targets.Accounts;

/// <summary>Users files: read to accounts with names in their one form, or refused with a place that is in the file.</summary>
internal sealed class UsersFileTarget : IFuzzTarget
{
    private const int MaxRepairs = 8;

    private static readonly SecretSealer _sealer = new(new byte[SecretSealer.KeyLength]);

    public string Name => "users-file";

    public IEnumerable<byte[]> Seeds =>
    [
        "alice Cleartext-Password := \"a \\\" b\", Adit-Group += staff\n\tFramed-IP-Address = 10.0.0.9,\n\tFall-Through = Yes\nDEFAULT\n\tIdle-Timeout = 30\n"u8.ToArray(),
        "bob NT-Password := 0x8846F7EAEE8FB117AD06BDD830B7586C, Login-Time := 'mon-fri 08:00-18:00'\n  Framed-Route += \"10.9.0.0/16 0.0.0.0 1\"\n"u8.ToArray(),
        "# nobody\nDEFAULT Auth-Type := Reject\ncarol Calling-Station-Id == 192.0.2.7, Cleartext-Password := x\n Class = 0x616263\n"u8.ToArray(),
    ];

    /// <summary>Leaves lines with faults out, so that the others are met.</summary>
    public byte[] Repair(byte[] input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n').ToList();
        for (var round = 0; round < MaxRepairs; round++)
        {
            if (UsersFileReader.TryRead(string.Join('\n', lines), _sealer, NamedFilters.None, DateTimeOffset.UnixEpoch, out _, out var faults) || faults[0].Line > lines.Count)
                break;
            lines.RemoveAt(faults[0].Line - 1);
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.UTF8.GetString(input.Span);
        if (!UsersFileReader.TryRead(text, _sealer, NamedFilters.None, DateTimeOffset.UnixEpoch, out var accounts, out var faults))
        {
            var lines = 1 + text.Count(character => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' or '\f');
            BrokenLawException.ThrowUnless(faults.All(fault => fault.Line >= 1 && fault.Line <= lines && fault.Column >= 1), "A fault has its place in the file.");
            BrokenLawException.ThrowUnless(faults.Count is > 0 and <= 100, "A refusal has its faults, and not too many.");
            return false;
        }

        foreach (var (name, account) in accounts)
        {
            BrokenLawException.ThrowUnless(name == account.Name.Value && !name.Any(char.IsUpper), "A name has its one form.");
            BrokenLawException.ThrowUnless(!account.SealedPassword.IsEmpty, "An account has a password, if only one that nobody knows.");
        }

        return true;
    }
}
