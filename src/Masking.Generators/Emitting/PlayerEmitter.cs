using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Player</c>, which acts with an exported policy.</summary>
internal sealed class PlayerEmitter
{
    private const string Session = TypeNames.CompilerServices + "PlayerSession";
    private const string Arrays = TypeNames.CompilerServices + "HostArrays";
    private const string Model = TypeNames.CompilerServices + "OnnxModel";
    private const string Options = "global::Microsoft.ML.OnnxRuntime.SessionOptions? options";
    private const string Stream = TypeNames.Masking + "RandomStream";

    private const string LogProbOutput = "logProb";
    private const string ValueOutput = "value";
    private const string DisposedException =
        $"/// <exception cref=\"{TypeNames.ObjectDisposed}\">The player was disposed.</exception>";

    private readonly PolicyModel _policy;
    private readonly SizeParameters _sizes;
    private readonly BatchMember[] _members;
    private readonly ActionMember[] _actions;
    private readonly ReadEmitter _reads;
    private readonly string _prefix;

    private PlayerEmitter(PolicyModel policy, CancellationToken cancellation)
    {
        ChoiceTypes types = new(policy);
        _policy = policy;
        _sizes = new SizeParameters(policy);
        _members = [.. BatchMember.Of(policy, _sizes, types).WithCancellation(cancellation)];
        _actions = [.. ActionMember.Of(policy)];
        _prefix = WriterEmitter.FreePrefix(
            _members, ["session", LogProbOutput, ValueOutput, .. _actions.Select(action => "chosen" + action.Name)]);
        _reads = new ReadEmitter(policy, types, statics: "Actions.", (head, isNumbers) =>
            Chosen(isNumbers && head.HasMask ? ActionMember.NumbersOf(head) : head.Member.Name));
    }

    public static string Emit(PolicyModel policy, CancellationToken cancellation) =>
        new PlayerEmitter(policy, cancellation).Emit(cancellation);

    private string Emit(CancellationToken cancellation) => Code.Of($$"""
        /// <summary>
        /// Acts with a policy that was exported to ONNX, without the native libraries of TorchSharp: write the observations, act, and read
        /// the actions.
        /// </summary>
        {{Doc.Remarks((_policy.IsRecurrent ? "The memory advances with every act. " : "")
            + "Acting allocates no memory after the first time. A player can be used by one thread at a time.")}}
        {{Tool.Attribute}}
        public sealed class Player : {{TypeNames.Disposable}}
        {
            {{Fields()}}

            /// <summary>Loads an exported policy.</summary>
            {{Doc.Param("path", "The path of the file, which <c>SaveOnnx</c> wrote.")}}
            {{ConstructorDocumentation()}}
            /// <exception cref="global::System.IO.IOException">The file does not exist or cannot be read.</exception>
            {{Constructor("string path", $"{Model}.Read(path)")}}

            /// <summary>Loads an exported policy from memory.</summary>
            {{Doc.Param("model", "The contents of the file, which <c>SaveOnnx</c> wrote.")}}
            {{ConstructorDocumentation()}}
            {{Constructor("byte[] model", $"{Model}.Of(model)")}}

            {{LoadingConstructor()}}

            {{Code.Members(_members.WithCancellation(cancellation)
                .Select(member => WriterEmitter.Access(_policy, member, _prefix, container: "Batch.")))}}

            {{Act()}}

            {{Doc.Summary($"Takes the {(_policy.HasQHead ? "best" : "most probable")} legal action of every head and actor. Ties go to the "
                + "lowest index.")}}
            {{NoLegalAction()}}
            {{DisposedException}}
            public void ActGreedily() => {{Body($"{Field("session")}.ActGreedily()")}};

            {{Code.Members(_policy.Heads.WithCancellation(cancellation).Select(_reads.Read))}}

            {{LogProb()}}

            {{Value()}}

            {{Doc.Summary($"Resets one environment: all numbers 0, no entity or agent present, every choice legal{(
                _policy.IsRecurrent ? ", memory empty" : "")}, and no actions.")}}
            /// <param name="environment">The index of the environment.</param>
            public void {{GeneratedNames.Clear}}(int environment) => {{Body($"{Field("session")}.Clear(environment)")}};

            /// <summary>Releases the model and the memory.</summary>
            public void Dispose() => {{Body($"{Field("session")}.Dispose()")}};
        }
        """);

    private string Act() => _policy.HasQHead ? "" : Code.Of($$"""
        /// <summary>Draws an action of every head and actor. Masked choices are never drawn.</summary>
        /// <param name="stream">The random numbers; the call advances the stream by one step.</param>
        /// <exception cref="{{TypeNames.InvalidOperation}}">The policy was exported without sampling.</exception>
        {{NoLegalAction()}}
        {{DisposedException}}
        public void Act({{Stream}} stream) => {{Body($"{Field("session")}.Act(stream)")}};
        """);

    private string LogProb() => _policy.HasQHead ? "" : Code.Of($$"""
        /// <summary>
        /// The log-probability of the joint action in one row: the sum over heads and actors. It is NaN before the first act.
        /// </summary>
        public float LogProb(long row) => {{Body($"{Field(LogProbOutput)}.Row(row)[0]")}};
        """);

    private string NoLegalAction() => !_policy.Heads.Any(head => head.IsRequired) ? "" : Code.Lines(
        $"/// <exception cref=\"{TypeNames.Masking}NoLegalActionException\">",
        "/// In an environment, a head of the agent has no legal choice. Nothing was changed.",
        "/// </exception>");

    private string Field(string name) => _prefix + name;

    private string Chosen(string action) => $"{_prefix}chosen{action}";

    private string Body(string call) => _policy.IsValid ? call : Names.Invalid;

    private string Fields() => !_policy.IsValid ? "" : Code.Lines(
        $"private readonly {Session} {Field("session")};",
        WriterEmitter.Fields(
        [
            .. _members.Select(member => (member.Array, $"{_prefix}of{member.Name}")),
            .. _actions.Select(action => (ArrayOf(action.IsNumbers ? "float" : "long"), Chosen(action.Name))),
            .. OtherResults().Select(name => (ArrayOf("float"), Field(name))),
        ]));

    /// <summary>The outputs of the model that are no actions.</summary>
    private IEnumerable<string> OtherResults() =>
        (_policy.HasQHead ? Array.Empty<string>() : [LogProbOutput]).Concat(_policy.Value is null ? [] : [ValueOutput]);

    private static string ArrayOf(string type) => $"{TypeNames.CompilerServices}HostArray<{type}>";

    private string ConstructorDocumentation() => Code.Lines(
        "/// <param name=\"environments\">The number of environments.</param>",
        Code.Lines(_sizes.All.Select(size => Doc.Param(size.Name, size.Summary))),
        Doc.Param("options", "The options of the session of ONNX Runtime; null for one thread."),
        $"/// <exception cref=\"{TypeNames.Masking}ModelMismatchException\">The file belongs to another declaration.</exception>",
        $"/// <exception cref=\"{TypeNames.Masking}ModelFileException\">The file is damaged, or is no exported policy.</exception>");

    private string Constructor(string parameter, string model)
    {
        string[] arguments = [model, "environments", .. _sizes.All.Select(size => size.Name), "options"];
        return Code.Of($$"""
            {{Code.Call("public Player", [parameter, .. Sizes(), $"{Options} = null"], "")}}
                : this({{string.Join(", ", arguments)}})
            {
            }
            """);
    }

    private IEnumerable<string> Sizes() => _sizes.All.Select(size => $"int {size.Name}").Prepend("int environments");

    private string LoadingConstructor()
    {
        string signature = Code.Call("private Player", [$"{Model} model", .. Sizes(), Options], "");
        return !_policy.IsValid ? Code.Expression(signature, Names.Invalid) : Code.Of($$"""
            {{signature}}
            {
                {{Code.Lines(_sizes.All.Select(size => $"{TypeNames.ArgumentOutOfRange}.ThrowIfNegativeOrZero({size.Name});"))}}
                {{Arrays}} observation = new({{Names.Quoted(_policy.Name + ".Player")}}, environments);
                {{Code.Lines(_members.Select(member => WriterEmitter.Allocation(member, _prefix, "observation")))}}

                {{Arrays}} results = new({{Names.Quoted(_policy.Name + ".Player")}}, environments, axis: "row");
                {{Code.Lines(_actions.Select(AllocateAction))}}
                {{(_policy.HasQHead ? "" : Allocate(LogProbOutput, LogProbOutput, "ChosenNumbers", "batch", ActorKind.Agent))}}
                {{(_policy.Value is null ? "" : Allocate(ValueOutput, ValueOutput, "ChosenNumbers", _policy.ValueAxes, ValueActor))}}

                {{Field("session")}} = new {{Session}}({{GeneratedNames.Declaration}}, model, options, observation, results);
                {{Code.Lines(_policy.Heads.Where(head => head.IsRequired).Select(RequireLegal))}}
            }
            """);
    }

    private ActorKind ValueActor => _policy.ValueActor < 0 ? ActorKind.Agent : _policy.Actors[_policy.ValueActor].Kind;

    private string AllocateAction(ActionMember action) => Allocate(
        "chosen" + action.Name,
        action.Name,
        action.IsNumbers ? "ChosenNumbers" : "Choices",
        action.Axes,
        _policy.Actors[action.Head.Actor].Kind);

    /// <summary>The statement that allocates the memory of an output of the model.</summary>
    private string Allocate(string field, string output, string factory, string axes, ActorKind actor)
    {
        string[] slots = SizeParameters.AxesOf($"({axes})");
        string places = actor switch
        {
            ActorKind.Entities => $"new(\"entity\", {_sizes[slots[0]]})",
            ActorKind.Cells => $"new(\"y\", {_sizes[slots[0]]}), new(\"x\", {_sizes[slots[1]]})",
            _ => "",
        };
        string shape = _sizes.Shape($"({axes})");
        string[] arguments = places.Length == 0 ? [shape] : [$"shape: {shape}", $"places: [{places}]"];
        return Code.Call($"{Field(field)} = results.{factory}", [Names.Quoted(output), .. arguments], ";");
    }

    private string RequireLegal(HeadModel head)
    {
        string name = Names.Quoted(head.Member.Name);
        string present = head.Choice == ChoiceKind.Entity ? $", {_prefix}of{_policy.Inputs[head.Over].Presence}" : "";
        return head.Interval is { } interval
            ? Code.Call($"{Field("session")}.RequireLegal",
                [name, $"{_prefix}of{head.Range}", $"low: {interval.LowLiteral}, high: {interval.HighLiteral}"], ";")
            : $"{Field("session")}.RequireLegal({name}, {_prefix}of{head.Mask}{present});";
    }

    private string Value()
    {
        if (_policy.Value is null)
        {
            return "";
        }

        (string parameters, string place, string where) = ReadEmitter.PlaceOf(ValueActor);
        return Code.Lines(
            Doc.Summary($"The state value {where}. It is NaN before the first act."),
            Code.Expression($"public float Value({parameters})", Body($"{Field(ValueOutput)}.Row({place})[0]")));
    }
}
