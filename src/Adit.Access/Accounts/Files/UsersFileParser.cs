using System.Diagnostics.CodeAnalysis;

namespace Adit.Access.Accounts.Files;

/// <summary>
/// Reads a file in the manner of FreeRADIUS' <c>users</c>: an entry begins in the first column with a name and what is checked; lines that
/// begin with white space hold what is replied; <c>#</c> begins a comment. Stops at the first fault.
/// </summary>
internal sealed class UsersFileParser
{
    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int MaxEntries = 100_000;
    private const int MaxLineLength = 4096;
    private const int MaxItems = 64;

    private readonly List<UsersEntry> _entries = [];
    private UsersFileFault? _fault;
    private bool _expectsReply;

    private UsersFileParser()
    {
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<UsersEntry>? entries, out UsersFileFault fault)
    {
        var parser = new UsersFileParser();
        parser.Parse(text);
        (entries, fault) = (parser._fault is null ? parser._entries : null, parser._fault ?? default);
        return entries is not null;
    }

    private void Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            _fault = new UsersFileFault(1, 1, $"the file has more than {MaxLength} characters");
            return;
        }

        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.Length > MaxLineLength)
                _fault = new UsersFileFault(number, 1, $"the line has more than {MaxLineLength} characters");
            else if (!line.IsWhiteSpace() && line.TrimStart()[0] != '#')
                Take(new UsersLine(line.ToString(), number));
            if (_fault is not null)
                return;
        }

        if (_expectsReply)
            _fault = new UsersFileFault(number, 1, "the file ends behind a comma");
    }

    private void Take(UsersLine line)
    {
        if (line.IsIndented)
            TakeReplies(line);
        else
            TakeEntry(line);
        _fault ??= line.Fault;
    }

    private void TakeEntry(UsersLine line)
    {
        if (_expectsReply)
        {
            _fault = new UsersFileFault(line.Number, 1, "the line before ends with a comma, so this one is to begin with white space");
            return;
        }

        if (_entries.Count == MaxEntries)
        {
            _fault = new UsersFileFault(line.Number, 1, $"there are more than {MaxEntries} entries");
            return;
        }

        if (line.ReadName() is { } name)
            _entries.Add(new UsersEntry(name, line.ReadItems(MaxItems, out _), [], line.Number));
    }

    private void TakeReplies(UsersLine line)
    {
        if (_entries.Count == 0 || (_entries[^1].Replies.Count > 0 && !_expectsReply))
        {
            _fault = new UsersFileFault(line.Number, line.Column, "this belongs to no entry: does the line before lack its comma?");
            return;
        }

        var replies = _entries[^1].Replies;
        replies.AddRange(line.ReadItems(MaxItems - replies.Count, out _expectsReply));
    }
}
