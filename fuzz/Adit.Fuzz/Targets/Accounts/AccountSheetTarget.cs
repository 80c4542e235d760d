using System.Text;
using Adit.Access.Accounts.Import;

namespace Adit.Fuzz.Targets.Accounts;

/// <summary>
/// Sheets of accounts: every row has a place in the file, no two the same; what can be read is read the same when it is written back.
/// </summary>
internal sealed class AccountSheetTarget : IFuzzTarget
{
    public string Name => "account-sheet";

    public IEnumerable<byte[]> Seeds =>
    [
        "name,password,groups,enabled\r\nanna,\"a \"\"b\"\"\r\nc\",\"staff,vpn\",yes\r\nbert,secret-1,,no\r\n"u8.ToArray(),
        "\uFEFFName,Password_Form,Address,Expires\nanna,slow,10.0.0.9,2030-12-31\n\nbert,nt,,\n"u8.ToArray(),
        "name,hours\ranna,mon-fri 08:00-18:00\rbert,\"sat 09:00-12:00\"x\rcarl,1,2\r"u8.ToArray(),
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.UTF8.GetString(input.Span);
        var lines = 1 + text.Count(character => character is '\n' or '\r');
        var rows = AccountSheet.Read(text);
        BrokenLawException.ThrowUnless(rows.Count <= AccountSheet.MaxRows, "A sheet is bounded.");
        BrokenLawException.ThrowUnless(rows.All(row => row.Line >= 1 && row.Line <= lines), "A row has its place in the file.");
        BrokenLawException.ThrowUnless(rows.Select(row => row.Line).Distinct().Count() == rows.Count, "No two rows begin in one line.");
        CheckWriting(text);
        return rows.Any(row => row.Problem is null);
    }

    private static void CheckWriting(string text)
    {
        var (reader, written) = (new CsvReader(text), new StringBuilder());
        var read = new List<IReadOnlyList<string>>();
        while (reader.Read() is { } row)
        {
            if (row.Problem is not null)
                continue;
            BrokenLawException.ThrowUnless(row.Fields.Count <= CsvReader.MaxFields && row.Fields.All(field => field.Length <= CsvReader.MaxFieldLength), "A row is bounded.");
            read.Add(row.Fields);
            written.Append(CsvReader.Write(row.Fields)).Append("\r\n");
        }

        var again = new CsvReader(written.ToString());
        foreach (var fields in read)
            BrokenLawException.ThrowUnless(again.Read() is { Problem: null } row && row.Fields.SequenceEqual(fields, StringComparer.Ordinal), "What is written back is read the same.");
        BrokenLawException.ThrowUnless(again.Read() is null, "Nothing is written beside.");
    }
}
