# A Slurm cluster of one node, of the programs of Debian's packages, that lives
# in one folder, on the loopback device, beside whatever runs on the machine.
#
#   cluster_up FOLDER      sets SLURM_CONF for the commands of Slurm; fails,
#                          with the logs, when it does not come up
#   cluster_submit ARG...  sbatch, and only the number of the job
#   cluster_down FOLDER    ends everything that it started, jobs too
#
# What belongs to it is known by CLUSTER=FOLDER in its environment, or by a file
# that is open in FOLDER, since slurmstepd writes over its environment. Nothing
# else has either.

# The node is said to have more processors than the machine may have, so that
# four tasks run at once. 120 seconds would pass before a task that is put back
# may run again, but for cred_expire. No controller of cgroups is asked for, and
# the mount point keeps Slurm from looking at those of the machine.
cluster_configure() {
    local folder=$1 ports=$2 host
    host=$(hostname -s)
    cat >"$folder/slurm.conf" <<END
ClusterName=tenor
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$ports
SlurmdPort=$((ports + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
KillWait=5
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=8192 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=10 State=UP
END
    printf '%s\n' CgroupPlugin=cgroup/v1 "CgroupMountpoint=$folder/cgroup" \
        >"$folder/cgroup.conf"
}

cluster_is_idle() {
    [ "$(sinfo -h -o %T)" = idle ]
}

# Whether both daemons have their ports, and the node is there.
cluster_begin() {
    local i
    rm -rf "$1/state" "$1/spool"
    mkdir "$1/state" "$1/spool"
    CLUSTER=$1 slurmctld -c >>"$1/start.log" 2>&1 3>&- &&
        CLUSTER=$1 slurmd >>"$1/start.log" 2>&1 3>&- || return 1
    for ((i = 0; i < 100; i++)); do
        ! cluster_is_idle 2>/dev/null || return 0
        sleep 0.1
    done
    return 1
}

cluster_up() {
    local folder=$1
    export SLURM_CONF=$folder/slurm.conf
    mkdir -m 700 "$folder"
    # Should the test be killed, nothing stays.
    # shellcheck disable=SC2016
    setsid bash -c 'source "$1"
        while kill -0 "$2"; do sleep 1; done
        cluster_down "$3"' watch "${BASH_SOURCE[0]}" $$ "$folder" \
        </dev/null >/dev/null 2>&1 3>&- &
    (
        umask 077
        head -c 128 /dev/urandom >"$folder/munge.key"
    )
    CLUSTER=$folder munged --force --socket="$folder/munge.socket" \
        --key-file="$folder/munge.key" --pid-file="$folder/munge.pid" \
        --seed-file="$folder/munge.seed" --log-file="$folder/munge.log" \
        >"$folder/start.log" 2>&1 3>&-
    for _ in 1 2 3; do
        cluster_configure "$folder" $((20000 + 2 * (RANDOM % 5000)))
        ! cluster_begin "$folder" || return 0
        cluster_end "$folder" slurmctld slurmd
    done
    tail -n 30 "$folder"/*.log
    cluster_down "$folder"
    return 1
}

cluster_submit() {
    CLUSTER=$(dirname "$SLURM_CONF") sbatch --parsable "$@"
}

# cluster_processes FOLDER: their ids.
cluster_processes() {
    {
        grep -lzxF "CLUSTER=$1" /proc/[0-9]*/environ
        find /proc/[0-9]*/cwd /proc/[0-9]*/fd -lname "$1/*"
    } 2>/dev/null | cut -d / -f 3 | sort -u
}

# cluster_end FOLDER PROGRAM...: by the files that hold their ids.
cluster_end() {
    local program
    for program in "${@:2}"; do
        kill "$(cat "$1/$program.pid")" 2>/dev/null || true
    done
    sleep 0.5
}

cluster_down() {
    local processes p
    for _ in {1..20}; do
        mapfile -t processes < <(cluster_processes "$1")
        [ "${#processes[@]}" -gt 0 ] || return 0
        for p in "${processes[@]}"; do
            kill -KILL "$p" 2>/dev/null || true
        done
        sleep 0.2
    done
    echo "the cluster in $1 does not end: ${processes[*]}"
    return 1
}
