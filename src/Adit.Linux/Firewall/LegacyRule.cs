using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Adit.Linux.Firewall;

/// <summary>A rule as iptables-legacy-save prints it: <c>-A INPUT -p tcp -m tcp --dport 443 -j DROP</c>.</summary>
internal sealed partial class LegacyRule
{
    private readonly Queue<string> _words;
    private readonly JsonArray _expressions = [];
    private string _protocol = "th";

    public LegacyRule(string line)
    {
        _words = new Queue<string>(Words().Matches(line).Select(word => word.Value.Trim('"')));
        _words.Dequeue();
    }

    /// <summary>The same as nft would say it.</summary>
    public JsonObject Translate(string family, string table)
    {
        var chain = Next();
        var isNegated = false;
        while (_words.TryDequeue(out var word))
        {
            if (word == "!")
            {
                isNegated = true;
                continue;
            }

            if (word is "-j" or "-g")
            {
                AddTarget(word, Next());
                break; // what follows is the target's
            }

            AddCondition(word, isNegated ? "!=" : "==");
            isNegated = false;
        }

        return new JsonObject { ["family"] = family, ["table"] = table, ["chain"] = chain, ["expr"] = _expressions };
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|[^ ]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    private string Next() => _words.TryDequeue(out var word) ? word : "";

    private void AddCondition(string option, string comparison)
    {
        switch (option)
        {
            case "-m" or "--comment": // which of its modules iptables asks; words for people
                Next();
                break;
            case "-p" when Next() is not "all" and var protocol:
                _protocol = protocol;
                Add(Meta("l4proto"), protocol, comparison);
                break;
            case "-i" when Next() is not [.., '+'] and var name:
                Add(Meta("iifname"), name, comparison);
                break;
            case "--dport" or "--sport" or "--dports" or "--sports":
                Add(new JsonObject { ["payload"] = new JsonObject { ["protocol"] = _protocol, ["field"] = option[2..7] } }, SetOf(Next().Split(',').Select(ToPort)), comparison);
                break;
            case "--state" or "--ctstate":
                Add(new JsonObject { ["ct"] = new JsonObject { ["key"] = "state" } }, SetOf(Next().ToLowerInvariant().Split(',').Select(state => (JsonNode)state)), comparison);
                break;
            default: // its values, if it has any, come here, too, and say the same
                _expressions.Add(new JsonObject { ["xt"] = null });
                break;
        }
    }

    private void AddTarget(string option, string target) => _expressions.Add((option, target) switch
    {
        ("-j", "ACCEPT" or "DROP" or "REJECT" or "RETURN") => new JsonObject { [target.ToLowerInvariant()] = null },
        ("-j", "LOG" or "NFLOG" or "MARK" or "CONNMARK" or "TCPMSS" or "TRACE") => new JsonObject { ["log"] = null }, // the packet goes on
        ("-j", _) => new JsonObject { ["jump"] = new JsonObject { ["target"] = target } },
        _ => new JsonObject { ["goto"] = new JsonObject { ["target"] = target } },
    });

    private void Add(JsonObject left, JsonNode right, string comparison) =>
        _expressions.Add(new JsonObject { ["match"] = new JsonObject { ["op"] = comparison, ["left"] = left, ["right"] = right } });

    private static JsonObject Meta(string key) => new() { ["meta"] = new JsonObject { ["key"] = key } };

    private static JsonNode SetOf(IEnumerable<JsonNode> values)
    {
        JsonNode[] all = [.. values];
        return all is [var only] ? only : new JsonObject { ["set"] = new JsonArray(all) };
    }

    /// <summary>A number, or two with a colon between them.</summary>
    private static JsonNode ToPort(string text) => text.Split(':') switch
    {
        [var low, var high] => new JsonObject { ["range"] = new JsonArray(NumberOf(low), NumberOf(high)) },
        _ => NumberOf(text),
    };

    private static JsonNode NumberOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (int)number : new JsonObject();
}
