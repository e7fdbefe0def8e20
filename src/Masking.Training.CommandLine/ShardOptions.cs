using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Masking.Training.CommandLine;

/// <summary>The options of a training whose environments are divided into shards.</summary>
/// <param name="define">Defines the training.</param>
internal sealed class ShardOptions(Func<TrainingArguments, IShardedTraining> define)
{
    /// <summary>The default number of shards with workers. It does not depend on the workers, so the results do not, either.</summary>
    public const int DefaultWithWorkers = 8;

    private readonly Option<int?> _shards = new("--shards")
    {
        Description = "The number of parts of the environments, which can run on different workers. The results depend on it. "
            + $"[default: 1; {DefaultWithWorkers} with workers]",
        HelpName = "number",
        CustomParser = result =>
        {
            string given = result.Tokens is [Token token] ? token.Value : "";
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1)
            {
                return value;
            }

            result.AddError($"--shards: expected a whole number from 1, got '{given}'.");
            return null;
        },
    };

    private readonly Option<bool> _overlap = new("--overlap")
    {
        Description = "Collects steps with the previous parameters while learning. The results differ, but depend on the seed only.",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_shards, _overlap];

    /// <summary>Returns the number of shards as arguments; none if it is among the parsed ones already.</summary>
    public IEnumerable<string> NumberArguments(TrainingArguments arguments) =>
        arguments.Parsed.GetResult(_shards) is null ? [_shards.Name, $"{arguments.Shards}"] : [];

    /// <summary>Defines the training of arguments.</summary>
    public IShardedTraining Define(TrainingArguments arguments) => define(arguments);

    /// <summary>Adds the values of the options to arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="withWorkers">Whether workers run the shards.</param>
    /// <exception cref="UsageException">There are more shards than environments.</exception>
    public TrainingArguments AddTo(TrainingArguments arguments, bool withWorkers)
    {
        int environments = define(arguments).Environments;
        int shards = arguments.Parsed.GetValue(_shards) ?? (withWorkers ? Math.Min(DefaultWithWorkers, environments) : 1);
        return shards <= environments
            ? arguments with { Shards = shards, Overlap = arguments.Parsed.GetValue(_overlap) }
            : throw new UsageException($"--shards: expected 1 to {environments}, the number of environments, got {shards}.");
    }
}
