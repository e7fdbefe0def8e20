using static Masking.Policies.Tests.MemberKind;
using static TorchSharp.torch;
using Bout = Masking.Policies.Tests.Arena.Ring<string>.BoutPolicy<System.Version>;

namespace Masking.Policies.Tests;

/// <summary>All declared policies, by name.</summary>
internal static class Policies
{
    private static readonly Dictionary<string, Func<Subject>> Makers = new[]
    {
        Maker<SkirmishPolicy, SkirmishPolicy.Observation, SkirmishPolicy.Actions, SkirmishPolicy.Distribution>(
            () => new SkirmishPolicy(),
            new(
                "SkirmishPolicy",
                HasValue: true,
                [
                    new("Globals", "(batch, 12)", Dense),
                    new("Units", "(batch, entities, 9)", Dense),
                    new("UnitsMask", "(batch, entities)", Presence),
                    new("CommandMask", "(batch, 4)", ActionMask),
                    new("HeadingMask", "(batch, 4)", ActionMask),
                    new("TargetMask", "(batch, entities)", ActionMask),
                ],
                [new("Command"), new("Heading"), new("Target", Over: "UnitsMask", AllowEmpty: true, IsPointer: true)]
            )
        ),
        Maker<ArmyPolicy, ArmyPolicy.Observation, ArmyPolicy.Actions, ArmyPolicy.Distribution>(
            () => new ArmyPolicy(),
            new(
                "ArmyPolicy",
                HasValue: true,
                [
                    new("Map", "(batch, 5, height, width)", Dense),
                    new("MapMask", "(batch, height, width)", Presence),
                    new("OrdersMask", "(batch, height, width, 4)", ActionMask),
                    new("HasteMask", "(batch, height, width, 2)", ActionMask),
                    new("AimMask", "(batch, height, width, height, width)", ActionMask),
                ],
                [new("Orders", Each: "MapMask"), new("Haste", Each: "MapMask"), new("Aim", Each: "MapMask", IsPointer: true)]
            )
        ),
        Maker<TeamPolicy, TeamPolicy.Observation, TeamPolicy.Actions, TeamPolicy.Distribution>(
            () => new TeamPolicy(),
            new(
                "TeamPolicy",
                HasValue: false,
                [
                    new("Units", "(batch, entities of Units, 4)", Dense),
                    new("UnitsMask", "(batch, entities of Units)", Presence),
                    new("UnitsSight", "(batch, entities of Units, entities of Units)", Sight),
                    new("Enemies", "(batch, entities of Enemies, 3)", Dense),
                    new("EnemiesMask", "(batch, entities of Enemies)", Presence),
                    new("Ground", "(batch, 2, 3, 4)", Dense),
                    new("MovesMask", "(batch, entities of Units, 4)", ActionMask),
                    new("FormationMask", "(batch, 5)", ActionMask),
                    new("RallyMask", "(batch, 3, 4)", ActionMask),
                    new("TargetsMask", "(batch, entities of Units, entities of Enemies)", ActionMask),
                ],
                [
                    new("Moves", Each: "UnitsMask"),
                    new("Formation"),
                    new("Rally", IsPointer: true),
                    new("Targets", Each: "UnitsMask", Over: "EnemiesMask", IsPointer: true),
                ]
            )
        ),
        Maker<DuelPolicy, DuelPolicy.Observation, DuelPolicy.Actions, DuelPolicy.Distribution>(
            () => new DuelPolicy(),
            new(
                "DuelPolicy",
                HasValue: true,
                [
                    new("Opponent", "(batch, 3)", Dense),
                    new("StanceMask", "(batch, 4)", ActionMask),
                    new("ShoutMask", "(batch, 2)", ActionMask),
                    new("BidMask", "(batch, 3)", ActionMask),
                    new("TributeMask", "(batch, 3)", ActionMask),
                ],
                [new("Stance"), new("Shout"), new("Bid"), new("Tribute", AllowEmpty: true)]
            )
        ),
        Maker<CrewPolicy, CrewPolicy.Observation, CrewPolicy.Actions, CrewPolicy.Distribution>(
            () => new CrewPolicy(),
            new(
                "CrewPolicy",
                HasValue: true,
                [
                    new("Sailors", "(batch, entities, 2)", Dense),
                    new("SailorsMask", "(batch, entities)", Presence),
                    new("HaulMask", "(batch, entities, 2)", ActionMask),
                    new("PartnerMask", "(batch, entities, entities)", ActionMask),
                ],
                [new("Haul", Each: "SailorsMask"), new("Partner", Each: "SailorsMask", Over: "SailorsMask", IsPointer: true)]
            )
        ),
        Maker<WorkshopPolicy, WorkshopPolicy.Observation, WorkshopPolicy.Actions, WorkshopPolicy.Distribution>(
            () => new WorkshopPolicy(),
            new(
                "WorkshopPolicy",
                HasValue: true,
                [
                    new("Mood", "(batch, 4)", Dense),
                    new("Tools", "(batch, entities, 3)", Dense),
                    new("ToolsMask", "(batch, entities)", Presence),
                    new("Floor", "(batch, 2, 3, 5)", Dense),
                    new("FloorMask", "(batch, 3, 5)", Presence),
                    new("StyleMask", "(batch, 3, 5, 3)", ActionMask),
                    new("PickMask", "(batch, entities)", ActionMask),
                    new("ReachMask", "(batch, 3, 5, entities)", ActionMask),
                    new("MeetMask", "(batch, 3, 5)", ActionMask),
                ],
                [
                    new("Style", Each: "FloorMask"),
                    new("Pick", Over: "ToolsMask", IsPointer: true),
                    new("Reach", Each: "FloorMask", Over: "ToolsMask", IsPointer: true),
                    new("Meet", IsPointer: true),
                ]
            )
        ),
        Maker<Bout, Bout.Observation, Bout.Actions, Bout.Distribution>(
            () => new Bout(),
            new(
                "BoutPolicy",
                HasValue: false,
                [
                    new("Fighters", "(batch, entities, 3)", Dense),
                    new("FightersMask", "(batch, entities)", Presence),
                    new("BlowsMask", "(batch, entities, 4)", ActionMask),
                    new("WinnerMask", "(batch, entities)", ActionMask),
                ],
                [new("Blows", Each: "FightersMask"), new("Winner", Over: "FightersMask", IsPointer: true)]
            )
        ),
        Maker<HideAndSeekPolicy, HideAndSeekPolicy.Observation, HideAndSeekPolicy.Actions, HideAndSeekPolicy.Distribution>(
            () => new HideAndSeekPolicy(),
            new(
                "HideAndSeekPolicy",
                HasValue: true,
                [
                    new("Agents", "(batch, entities of Agents, 4)", Dense),
                    new("AgentsMask", "(batch, entities of Agents)", Presence),
                    new("AgentsSight", "(batch, entities of Agents, entities of Agents)", Sight),
                    new("Boxes", "(batch, entities of Boxes, 3)", Dense),
                    new("BoxesMask", "(batch, entities of Boxes)", Presence),
                    new("Ramps", "(batch, entities of Ramps, 2)", Dense),
                    new("RampsMask", "(batch, entities of Ramps)", Presence),
                    new("Everything", "(batch, entities of Everything, 5)", Dense),
                    new("EverythingMask", "(batch, entities of Everything)", Presence),
                    new("Clock", "(batch, 3)", Dense),
                    new("MovesMask", "(batch, entities of Agents, 4)", ActionMask),
                    new("GrabsMask", "(batch, entities of Agents, entities of Boxes)", ActionMask),
                    new("BeginMask", "(batch, 2)", ActionMask),
                ],
                [new("Moves", Each: "AgentsMask"), new("Grabs", Each: "AgentsMask", Over: "BoxesMask", IsPointer: true), new("Begin")]
            )
        ),
        Maker<SwarmPolicy, SwarmPolicy.Observation, SwarmPolicy.Actions, SwarmPolicy.Distribution>(
            () => new SwarmPolicy(),
            new(
                "SwarmPolicy",
                HasValue: true,
                [
                    new("Drones", "(batch, entities, 3)", Dense),
                    new("DronesMask", "(batch, entities)", Presence),
                    new("Wind", "(batch, 2)", Dense),
                    new("MoveMask", "(batch, entities, 3)", ActionMask),
                    new("LeaderMask", "(batch, entities, entities)", ActionMask),
                ],
                [new("Move", Each: "DronesMask"), new("Leader", Each: "DronesMask", Over: "DronesMask", IsPointer: true)],
                ValueEach: "DronesMask"
            )
        ),
        Maker<FleetPolicy, FleetPolicy.Observation, FleetPolicy.Actions, FleetPolicy.Distribution>(
            () => new FleetPolicy(),
            new(
                "FleetPolicy",
                HasValue: true,
                [
                    new("Sea", "(batch, 2, height, width)", Dense),
                    new("SeaMask", "(batch, height, width)", Presence),
                    new("CourseMask", "(batch, height, width, 4)", ActionMask),
                    new("SpeedMask", "(batch, height, width, 2)", ActionMask),
                ],
                [new("Course", Each: "SeaMask"), new("Speed", Each: "SeaMask")],
                ValueEach: "SeaMask"
            )
        ),
        RecurrentMaker<RelayPolicy, RelayPolicy.Observation, RelayPolicy.Actions, RelayPolicy.Distribution, RelayPolicy.Memory>(
            () => new RelayPolicy(),
            new(
                "RelayPolicy",
                HasValue: true,
                [
                    new("Runners", "(batch, entities, 3)", Dense),
                    new("RunnersMask", "(batch, entities)", Presence),
                    new("PassMask", "(batch, entities, 2)", ActionMask),
                    new("Memory.Hidden", "(batch, 10)", Memory),
                ],
                [new("Pass", Each: "RunnersMask")],
                ValueEach: "RunnersMask"
            )
        ),
        RecurrentMaker<SentryPolicy, SentryPolicy.Observation, SentryPolicy.Actions, SentryPolicy.Distribution, SentryPolicy.Memory>(
            () => new SentryPolicy(),
            new(
                "SentryPolicy",
                HasValue: true,
                [
                    new("Sounds", "(batch, 5)", Dense),
                    new("Contacts", "(batch, entities, 3)", Dense),
                    new("ContactsMask", "(batch, entities)", Presence),
                    new("CommandMask", "(batch, 4)", ActionMask),
                    new("TargetMask", "(batch, entities)", ActionMask),
                    new("Memory.Hidden", "(batch, 16)", Memory),
                ],
                [new("Command"), new("Target", Over: "ContactsMask", AllowEmpty: true, IsPointer: true)]
            )
        ),
        RecurrentMaker<ConvoyPolicy, ConvoyPolicy.Observation, ConvoyPolicy.Actions, ConvoyPolicy.Distribution, ConvoyPolicy.Memory>(
            () => new ConvoyPolicy(),
            new(
                "ConvoyPolicy",
                HasValue: true,
                [
                    new("Trucks", "(batch, entities, 4)", Dense),
                    new("TrucksMask", "(batch, entities)", Presence),
                    new("TrucksSight", "(batch, entities, entities)", Sight),
                    new("StopMask", "(batch, entities, 2)", ActionMask),
                    new("FollowMask", "(batch, entities, entities)", ActionMask),
                    new("SpeedMask", "(batch, 3)", ActionMask),
                    new("Memory.Hidden", "(batch, 12)", Memory),
                    new("Memory.Cell", "(batch, 12)", Memory),
                ],
                [new("Stop", Each: "TrucksMask"), new("Follow", Each: "TrucksMask", Over: "TrucksMask", IsPointer: true), new("Speed")]
            )
        ),
        RecurrentMaker<DriftPolicy, DriftPolicy.Observation, DriftPolicy.Actions, DriftPolicy.Distribution, DriftPolicy.Memory>(
            () => new DriftPolicy(),
            new(
                "DriftPolicy",
                HasValue: false,
                [
                    new("Sea", "(batch, 3, height, width)", Dense),
                    new("SeaMask", "(batch, height, width)", Presence),
                    new("RowMask", "(batch, height, width, 4)", ActionMask),
                    new("FlagMask", "(batch, height, width)", ActionMask),
                    new("Memory.Hidden", "(batch, 10)", Memory),
                ],
                [new("Row", Each: "SeaMask"), new("Flag", IsPointer: true)]
            )
        ),
    }.ToDictionary(maker => maker.Name, maker => maker.Make);

    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>The recurrent policies.</summary>
    public static TheoryData<string> Recurrent => [nameof(SentryPolicy), nameof(ConvoyPolicy), nameof(DriftPolicy), nameof(RelayPolicy)];

    /// <summary>The policies with a value of each actor.</summary>
    public static TheoryData<string> WithValuesPerActor => [nameof(SwarmPolicy), nameof(FleetPolicy), nameof(RelayPolicy)];

    /// <summary>Creates a policy with random parameters, including biases and norms, so that no result is 0 or uniform by chance.</summary>
    /// <param name="name">The name of the policy.</param>
    /// <param name="seed">The seed of the parameters.</param>
    /// <param name="precision">The element type: float64 if rounding must not affect which action is sampled.</param>
    public static Subject Make(string name, int seed = 1, ScalarType precision = ScalarType.Float32)
    {
        Subject subject = Makers[name]();
        Weights.Randomise(subject.Module, seed);
        subject.MoveTo(precision);
        return subject;
    }

    /// <summary>Creates a recurrent policy with random parameters.</summary>
    public static (Subject Subject, IRecurrentSubject Recurrent) MakeRecurrent(string name, ScalarType precision = ScalarType.Float32)
    {
        Subject subject = Make(name, precision: precision);
        return (subject, (IRecurrentSubject)subject);
    }

    /// <summary>Creates a policy with the initial parameters of its constructor.</summary>
    public static Subject MakeNew(string name) => Makers[name]();

    private static (string Name, Func<Subject> Make) Maker<TPolicy, TObservation, TActions, TDistribution>(
        Func<TPolicy> create,
        PolicySpec spec
    )
        where TPolicy : MaskedPolicy<TObservation, TActions, TDistribution>
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions> =>
        (spec.Name, () => new Subject<TPolicy, TObservation, TActions, TDistribution>(create(), spec));

    private static (string Name, Func<Subject> Make) RecurrentMaker<TPolicy, TObservation, TActions, TDistribution, TMemory>(
        Func<TPolicy> create,
        PolicySpec spec
    )
        where TPolicy : RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
        where TMemory : IPolicyMemory<TMemory> =>
        (spec.Name, () => new RecurrentSubject<TPolicy, TObservation, TActions, TDistribution, TMemory>(create(), spec));
}
