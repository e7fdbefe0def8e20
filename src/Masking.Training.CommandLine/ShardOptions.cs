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

    /// <summary>Returns the values of the options as arguments, except those that are among the parsed ones already.</summary>
    public IEnumerable<string> ImplicitArguments(TrainingArguments arguments) =>
    [
        .. arguments.Parsed.GetResult(_shards) is null ? [_shards.Name, $"{arguments.Shards}"] : Array.Empty<string>(),
        .. arguments.Overlap && !arguments.Parsed.GetValue(_overlap) ? [_overlap.Name] : Array.Empty<string>(),
    ];

    /// <summary>Defines the training of arguments.</summary>
    public IShardedTraining Define(TrainingArguments arguments) => define(arguments);

    /// <summary>Adds the values of the options to arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="withWorkers">Whether workers run the shards.</param>
    /// <param name="stored">The settings of the training that is continued, whose values are the defaults.</param>
    /// <exception cref="UsageException">
    /// There are more shards than environments, or only one for workers, or the definition ignores an option.
    /// </exception>
    public TrainingArguments AddTo(TrainingArguments arguments, bool withWorkers, IReadOnlyDictionary<string, string> stored)
    {
        int environments = define(arguments).Environments;
        int? continued = stored.TryGetValue("shards", out string? number) ? int.Parse(number, CultureInfo.InvariantCulture) : null;
        int shards = arguments.Parsed.GetValue(_shards) ?? continued ?? (withWorkers ? Math.Min(DefaultWithWorkers, environments) : 1);
        int least = withWorkers ? 2 : 1;
        if (shards < least || shards > environments)
        {
            throw new UsageException(
                $"--shards: expected {least} to {environments}, the number of environments{(withWorkers ? ", with workers" : "")}, "
                    + $"got {shards}.");
        }

        TrainingArguments completed = arguments with
        {
            Shards = shards,
            Overlap = arguments.Parsed.GetValue(_overlap) || stored.ContainsKey("overlap"),
        };
        RequireUsed(completed);
        return completed;
    }

    /// <summary>Requires that a definition has the values of the options. Otherwise they would have no effect.</summary>
    private void RequireUsed(TrainingArguments arguments)
    {
        IShardedTraining training = define(arguments);
        if (training.Shards != arguments.Shards)
        {
            throw new UsageException(
                $"The definition of the training ignores --shards: expected {arguments.Shards} shards, got {training.Shards}. "
                    + $"Set Shards = arguments.{nameof(TrainingArguments.Shards)} in it.");
        }

        if (arguments.Overlap && !training.Settings.Any(setting => setting.Key == "overlap"))
        {
            throw new UsageException(
                $"The definition of the training ignores --overlap. Set Overlap = arguments.{nameof(TrainingArguments.Overlap)} in it.");
        }
    }
}
